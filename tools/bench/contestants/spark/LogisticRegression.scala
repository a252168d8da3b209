package bench

import org.apache.spark.SparkContext

object LogisticRegression {
  private val features = 10

  def apply(sc: SparkContext, problem: Problem): Prepared[Array[Double]] = {
    val count = problem.size("points")
    val iterations = problem.size("iterations").toInt
    val points = sc.range(0, count, 1, problem.partitions).map(pointAt).cache()
    points.count()
    Prepared(
      () =>
        (0 until iterations).foldLeft(new Array[Double](features)) { (weights, _) =>
          val gradient =
            points.aggregate(new Array[Double](features))(addGradient(_, _, weights), addVectors)
          weights.zip(gradient).map { case (weight, slope) => weight - 10 * slope / count }
        },
      (weights: Array[Double]) => weights.toSeq.zipWithIndex.map { case (weight, i) => s"w$i" -> weight }
    )
  }

  private def pointAt(index: Long): Array[Double] = {
    val point = new Array[Double](features + 1)
    var sum = 0.0
    var i = 1
    while (i <= features) {
      val x = Noise(index * features + i)
      point(i) = x
      sum += (if (i % 2 == 0) x else -x)
      i += 1
    }
    point(0) = if (sum > 0) 1 else 0
    point
  }

  private def addGradient(
      sum: Array[Double],
      point: Array[Double],
      weights: Array[Double]
  ): Array[Double] = {
    var dot = 0.0
    var i = 0
    while (i < features) { dot += weights(i) * point(i + 1); i += 1 }
    val miss = 1 / (1 + math.exp(-dot)) - point(0)
    i = 0
    while (i < features) { sum(i) += miss * point(i + 1); i += 1 }
    sum
  }

  private def addVectors(sum: Array[Double], more: Array[Double]): Array[Double] = {
    var i = 0
    while (i < features) { sum(i) += more(i); i += 1 }
    sum
  }
}
