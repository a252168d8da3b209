import { hashKey } from '../keys/hash-key.ts'

// The relative standard deviation is this over the root of the number of registers; 1.054 is Spark's, with some room.
const error = 1.054
const hashBits = 32
const precisions = { least: 4, most: 18 } as const

/** The least relative standard deviation that a sketch has. */
export const leastRelativeSD: number = error / Math.sqrt(2 ** precisions.most)

/**
 * Counts distinct values in little memory: HyperLogLog (Flajolet, Fusy, Gandouet and Meunier, "HyperLogLog: the analysis
 * of a near-optimal cardinality estimation algorithm", AofA 2007), with the estimator of Otmar Ertl ("New cardinality
 * estimation algorithms for HyperLogLog sketches", arXiv:1702.01284, 2017), which is as good for few values as for many
 * and needs no table of corrections as HyperLogLog++ does. A last step undoes the collisions of a hash of 32 bits.
 */
export class DistinctSketch {
  /** For each register the greatest rank that it saw, a byte each; what travels. */
  readonly registers: Uint8Array
  readonly #precision: number

  /** @param of the number of registers as a power of two, or the registers of another sketch, which are not copied */
  constructor(of: number | Uint8Array) {
    this.registers = typeof of === 'number' ? new Uint8Array(2 ** of) : of
    this.#precision = Math.log2(this.registers.length)
  }

  /**
   * Counts a value.
   * @throws AtomicError ATOMIC4002 when the value cannot be compared by value
   */
  add(value: unknown): this {
    const hash = hashKey(value)
    const register = hash >>> (hashBits - this.#precision)
    const rest = (hash << this.#precision) | (1 << (this.#precision - 1))
    const rank = Math.clz32(rest) + 1
    if (rank > (this.registers[register] ?? 0)) this.registers[register] = rank
    return this
  }

  /** Takes over what another sketch of the same size counted. */
  merge(registers: Uint8Array): this {
    for (const [i, rank] of registers.entries()) {
      if (rank > (this.registers[i] ?? 0)) this.registers[i] = rank
    }
    return this
  }

  /** About how many different values were counted. */
  estimate(): number {
    const m = this.registers.length
    const ranks = hashBits - this.#precision
    const counts = new Float64Array(ranks + 2)
    for (const rank of this.registers) counts[rank] = (counts[rank] ?? 0) + 1
    let z = m * tau(1 - (counts[ranks + 1] ?? 0) / m)
    for (let rank = ranks; rank >= 1; rank--) z = (z + (counts[rank] ?? 0)) / 2
    z += m * sigma((counts[0] ?? 0) / m)
    const hashes = (m * m) / (2 * Math.LN2 * z)
    const all = 2 ** hashBits
    return Math.round(-all * Math.log1p(-Math.min(hashes, all - 1) / all))
  }
}

/** The number of registers, as a power of two, that a sketch needs for a relative standard deviation. */
export function precisionFor(relativeSD: number): number {
  return Math.min(precisions.most, Math.max(precisions.least, Math.ceil(2 * Math.log2(error / relativeSD))))
}

/** Ertl's correction for registers that saw nothing: x + Σ x^(2^k) · 2^(k-1). */
function sigma(x: number): number {
  if (x === 1) return Infinity
  let sum = x
  let power = x
  for (let factor = 1, before = -1; before !== sum; factor *= 2) {
    power *= power
    before = sum
    sum += power * factor
  }
  return sum
}

/** Ertl's correction for registers that are full. */
function tau(x: number): number {
  if (x === 0 || x === 1) return 0
  let sum = 1 - x
  let root = x
  for (let factor = 0.5, before = -1; before !== sum; factor /= 2) {
    root = Math.sqrt(root)
    before = sum
    sum -= (1 - root) ** 2 * factor
  }
  return sum / 3
}
