package bench

import org.apache.spark.SparkContext

object Group {
  def apply(sc: SparkContext, problem: Problem): Prepared[Array[(Int, Int, Int)]] = {
    val pairs = Pairs.read(problem.files("pairs"))
    val partitions = problem.partitions
    Prepared(
      () =>
        sc.parallelize(pairs, partitions)
          .groupByKey(partitions)
          .map { case (key, values) => (key, values.size, values.max) }
          .collect(),
      (groups: Array[(Int, Int, Int)]) =>
        Seq(
          "groups" -> groups.length,
          "largest" -> groups.map(_._2).max,
          "checksum" -> groups.map { case (key, _, most) => (key ^ most).toLong }.sum
        )
    )
  }
}
