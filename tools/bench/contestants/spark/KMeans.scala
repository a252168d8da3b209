package bench

import org.apache.spark.SparkContext

object KMeans {
  private val dimensions = 4
  private val clusters = 10

  def apply(sc: SparkContext, problem: Problem): Prepared[Array[Array[Double]]] = {
    val iterations = problem.size("iterations").toInt
    val partitions = problem.partitions
    val points = sc.range(0, problem.size("points"), 1, partitions).map(pointAt).cache()
    points.count()
    Prepared(
      () => {
        val first = Array.tabulate(clusters)(i => pointAt(i * 97L))
        (0 until iterations).foldLeft(first) { (centres, _) =>
          val members = points
            .map(point => (nearest(point, centres), (1, point)))
            .reduceByKey(addMembers, partitions)
            .collect()
          val moved = centres.clone()
          members.foreach { case (cluster, (count, sum)) => moved(cluster) = sum.map(_ / count) }
          moved
        }
      },
      (centres: Array[Array[Double]]) =>
        for {
          (centre, c) <- centres.toSeq.zipWithIndex
          (x, i) <- centre.toSeq.zipWithIndex
        } yield s"c$c.$i" -> x
    )
  }

  private def pointAt(index: Long): Array[Double] =
    Array.tabulate(dimensions)(i => Noise(index * dimensions + i))

  private def nearest(point: Array[Double], centres: Array[Array[Double]]): Int = {
    var best = 0
    var least = Double.PositiveInfinity
    var c = 0
    while (c < centres.length) {
      val centre = centres(c)
      var distance = 0.0
      var i = 0
      while (i < point.length) {
        val along = point(i) - centre(i)
        distance += along * along
        i += 1
      }
      if (distance < least) {
        best = c
        least = distance
      }
      c += 1
    }
    best
  }

  // Points are cached, so they must not be added to in place.
  private val addMembers = (a: (Int, Array[Double]), b: (Int, Array[Double])) => {
    val sum = new Array[Double](dimensions)
    var i = 0
    while (i < dimensions) { sum(i) = a._2(i) + b._2(i); i += 1 }
    (a._1 + b._1, sum)
  }
}
