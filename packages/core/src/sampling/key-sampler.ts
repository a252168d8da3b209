import { AtomicError } from '../errors/atomic-error.ts'
import { hashKey } from '../keys/hash-key.ts'
import { KeyMap } from '../keys/key-map.ts'
import { poisson } from './poisson.ts'
import { seeded } from './seeded.ts'

/** What a sample by key is drawn with. */
export interface KeySampling {
  /** For each key, the share of its pairs, or how often each of them is drawn on average. */
  readonly fractions: readonly (readonly [unknown, number])[]
  readonly withReplacement: boolean
  readonly seed: number
}

/** Draws pairs by the fraction of their key. The same again for the same seed and partition, so that a retried task agrees. */
export class KeySampler {
  readonly #fractions = new KeyMap<number>()
  readonly #withReplacement: boolean
  readonly #seed: number
  readonly #random: () => number

  constructor({ fractions, withReplacement, seed }: KeySampling, partition: number) {
    for (const [key, fraction] of fractions) this.#fractions.set(key, fraction)
    this.#withReplacement = withReplacement
    this.#seed = seed
    this.#random = seeded(seed ^ Math.imul(partition + 1, 0x9e3779b1))
  }

  /** How often the next pair, which has this key, is in the sample. */
  copies(key: unknown): number {
    const fraction = this.#fractionOf(key)
    return this.#withReplacement ? poisson(fraction, this.#random) : Number(this.#random() < fraction)
  }

  /** As many of the values of a key as its fraction says, rounded up. */
  draw<V>(key: unknown, values: readonly V[]): V[] {
    const random = seeded(this.#seed ^ hashKey(key))
    // 0.1 * 30 is 3.0000000000000004, which is not to be 4.
    const wanted = Math.ceil(Number((this.#fractionOf(key) * values.length).toPrecision(12)))
    if (this.#withReplacement) {
      const indexes = Array.from({ length: wanted }, () => Math.floor(random() * values.length))
      return indexes.map((i) => values[i] as V)
    }
    // Selection sampling: Knuth, "The Art of Computer Programming", volume 2, section 3.4.2, algorithm S.
    let missing = wanted
    return values.filter((_, i) => random() * (values.length - i) < missing && missing-- > 0)
  }

  #fractionOf(key: unknown): number {
    const cell = this.#fractions.find(key)
    if (cell) return cell.value
    throw new AtomicError('ATOMIC2002', {
      what: `The fractions of a sample by key have none for the key ${String(key)}.`,
      fix: 'Give every key a fraction: 0 where none of its pairs are wanted.',
    })
  }
}
