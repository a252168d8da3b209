package bench

import org.apache.spark.SparkContext
import scala.io.Source
import scala.util.Using

object WordCount {
  def apply(sc: SparkContext, problem: Problem): Prepared[Array[(String, Int)]] = {
    val lines = Using.resource(Source.fromFile(problem.files("lines")))(_.getLines().toArray)
    Prepared(
      () =>
        sc.parallelize(lines.toSeq, problem.partitions)
          .flatMap(_.split(' '))
          .map((_, 1))
          .reduceByKey(_ + _)
          .collect(),
      (counts: Array[(String, Int)]) =>
        Seq(
          "distinct" -> counts.length,
          "total" -> counts.map(_._2.toLong).sum,
          "checksum" -> counts.map { case (word, n) => n * numberOf(word) }.sum
        )
    )
  }

  def large(sc: SparkContext, problem: Problem): Prepared[(Long, Long, Long)] =
    Prepared(
      () =>
        sc.textFile(problem.files("lines"), problem.partitions)
          .flatMap(_.split(' '))
          .map((_, 1))
          .reduceByKey(_ + _)
          .map { case (word, n) => (1L, n.toLong, n * numberOf(word)) }
          .reduce((a, b) => (a._1 + b._1, a._2 + b._2, a._3 + b._3)),
      (sums: (Long, Long, Long)) => Seq("distinct" -> sums._1, "total" -> sums._2, "checksum" -> sums._3)
    )

  private def numberOf(word: String): Long = word.substring(4).toLong
}
