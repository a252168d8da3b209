package bench

import org.apache.spark.{HashPartitioner, SparkContext}
import org.apache.spark.rdd.RDD

object PageRank {
  private val linksEach = 8
  private val damping = 0.85

  def apply(sc: SparkContext, problem: Problem): Prepared[Array[(Int, Double)]] = {
    val pages = problem.size("pages").toInt
    val iterations = problem.size("iterations").toInt
    val partitions = problem.partitions
    val links = sc
      .range(0, pages.toLong, 1, partitions)
      .map(page => (page.toInt, linksOf(page.toInt, pages)))
      .partitionBy(new HashPartitioner(partitions))
      .cache()
    links.count()
    Prepared(
      () => {
        val first: RDD[(Int, Double)] = links.mapValues(_ => 1.0)
        val last = (0 until iterations).foldLeft(first) { (ranks, _) =>
          links
            .join(ranks, partitions)
            .flatMap { case (_, (targets, rank)) => targets.map(target => (target, rank / targets.length)) }
            .reduceByKey(_ + _, partitions)
            .mapValues(sum => 1 - damping + damping * sum)
        }
        last.collect()
      },
      (ranks: Array[(Int, Double)]) =>
        Seq(
          "pages" -> ranks.length,
          "sum" -> ranks.map { case (page, rank) => rank * (1 + page % 7) }.sum,
          "most" -> ranks.map(_._2).max
        )
    )
  }

  private def linksOf(page: Int, pages: Int): Array[Int] =
    Array.tabulate(linksEach) { i =>
      val spot = Noise.spot(page.toLong * linksEach + i + 1)
      (spot * spot * pages).toInt
    }
}
