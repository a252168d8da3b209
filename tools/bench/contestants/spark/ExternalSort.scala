package bench

import org.apache.spark.SparkContext

object ExternalSort {
  def apply(sc: SparkContext, problem: Problem): Prepared[Array[Run]] =
    Prepared(
      () =>
        sc.textFile(problem.files("texts"), problem.partitions)
          .map(parse)
          .sortByKey()
          .mapPartitions(sorted => Iterator(Run.of(sorted)(endsOf)))
          .collect(),
      Sort.answer(_: Array[Run])
    )

  private def parse(line: String): (Int, String) = {
    val tab = line.indexOf('\t')
    (line.substring(0, tab).toInt, line.substring(tab + 1))
  }

  /** The ends of a text as a number, to see that it is the right one. */
  private def endsOf(text: String): Int = text.head * 256 + text.last
}
