package bench

import scala.io.Source
import scala.util.Using

/** Pairs of whole numbers in lines of key, tab, value. */
object Pairs {
  def parse(line: String): (Int, Int) = {
    val tab = line.indexOf('\t')
    (line.substring(0, tab).toInt, line.substring(tab + 1).toInt)
  }

  def read(path: String): Seq[(Int, Int)] =
    Using.resource(Source.fromFile(path))(_.getLines().map(parse).toArray).toSeq
}
