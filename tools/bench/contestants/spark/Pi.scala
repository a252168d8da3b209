package bench

import org.apache.spark.SparkContext

object Pi {
  def apply(sc: SparkContext, problem: Problem): Prepared[Long] = {
    val partitions = problem.partitions
    val each = problem.size("samples") / partitions
    Prepared(
      () => sc.parallelize(0 until partitions, partitions).map(seed => countHits(seed, each)).reduce(_ + _),
      (hits: Long) => Seq("hits" -> hits)
    )
  }

  def countHits(seed: Long, samples: Long): Long = {
    var state = seed * 6364136223846793005L + 1442695040888963407L
    var hits = 0L
    var i = 0L
    while (i < samples) {
      state ^= state << 13
      state ^= state >>> 7
      state ^= state << 17
      val x = (state & 0xffff) / 65535.0
      state ^= state << 13
      state ^= state >>> 7
      state ^= state << 17
      val y = (state & 0xffff) / 65535.0
      if (x * x + y * y <= 1.0) hits += 1
      i += 1
    }
    hits
  }
}
