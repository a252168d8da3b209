package bench

import org.apache.spark.SparkContext

object Sort {
  def apply(sc: SparkContext, problem: Problem): Prepared[Array[(Int, Int)]] = {
    val pairs = Pairs.read(problem.files("pairs"))
    Prepared(
      () => sc.parallelize(pairs, problem.partitions).sortByKey().collect(),
      (sorted: Array[(Int, Int)]) => answer(Array(Run.of(sorted.iterator)(identity)))
    )
  }

  def large(sc: SparkContext, problem: Problem): Prepared[Array[Run]] =
    Prepared(
      () =>
        sc.textFile(problem.files("pairs"), problem.partitions)
          .map(Pairs.parse)
          .sortByKey()
          .mapPartitions(sorted => Iterator(Run.of(sorted)(identity)))
          .collect(),
      answer(_: Array[Run])
    )

  def answer(runs: Array[Run]): Seq[(String, Any)] = {
    val full = runs.filter(_.rows > 0)
    val ordered = full.forall(_.ordered) && full.zip(full.drop(1)).forall { case (a, b) => a.last <= b.first }
    Seq(
      "rows" -> full.map(_.rows).sum,
      "ordered" -> (if (ordered) 1 else 0),
      "checksum" -> full.map(_.checksum).sum
    )
  }
}

/** What is left of sorted pairs. */
final case class Run(rows: Long, ordered: Boolean, first: Int, last: Int, checksum: Long)

object Run {

  /** Of each value, a number goes into the checksum. */
  def of[V](pairs: Iterator[(Int, V)])(numberOf: V => Int): Run = {
    var rows = 0L
    var ordered = true
    var first = Int.MaxValue
    var last = Int.MinValue
    var checksum = 0L
    pairs.foreach { case (key, value) =>
      if (rows == 0) first = key
      if (key < last) ordered = false
      rows += 1
      last = key
      checksum += key ^ numberOf(value)
    }
    Run(rows, ordered, first, last, checksum)
  }
}
