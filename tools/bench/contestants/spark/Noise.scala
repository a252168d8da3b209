package bench

object Noise {

  /** A number from -0.5 to 0.5 that depends on its index only, as in random.ts. */
  def apply(index: Long): Double = spot(index + 1) - 0.5

  /** A number from 0 to 1, of the low 32 bits of the index. */
  def spot(index: Long): Double = Integer.toUnsignedLong(index.toInt * 0x9e3779b1).toDouble / (1L << 32)
}
