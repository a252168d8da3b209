package bench

import org.apache.spark.SparkContext

object Join {
  def apply(sc: SparkContext, problem: Problem): Prepared[Array[(Int, (Int, Int))]] = {
    val left = Pairs.read(problem.files("left"))
    val right = Pairs.read(problem.files("right"))
    val partitions = problem.partitions
    Prepared(
      () => sc.parallelize(left, partitions).join(sc.parallelize(right, partitions), partitions).collect(),
      (rows: Array[(Int, (Int, Int))]) => answer(sumsOf(rows.iterator))
    )
  }

  def large(sc: SparkContext, problem: Problem): Prepared[(Long, Long)] = {
    val partitions = problem.partitions
    def side(name: String) = sc.textFile(problem.files(name), partitions).map(Pairs.parse)
    Prepared(
      () =>
        side("left")
          .join(side("right"), partitions)
          .mapPartitions(rows => Iterator(sumsOf(rows)))
          .reduce((a, b) => (a._1 + b._1, a._2 + b._2)),
      answer(_: (Long, Long))
    )
  }

  private def sumsOf(rows: Iterator[(Int, (Int, Int))]): (Long, Long) = {
    var count = 0L
    var checksum = 0L
    rows.foreach { case (key, (left, right)) =>
      count += 1
      checksum += key ^ left ^ right
    }
    (count, checksum)
  }

  private def answer(sums: (Long, Long)): Seq[(String, Any)] = Seq("rows" -> sums._1, "checksum" -> sums._2)
}
