import { AtomicError } from '../errors/atomic-error.ts'
import { AggregationsByKey } from './aggregations-by-key.ts'
import { callSite } from './call-site.ts'
import type { RDD } from './rdd.ts'
import type { KeySampling } from '../sampling/key-sampler.ts'

/**
 * The operations that draw pairs by their key.
 * @operators
 */
export abstract class SamplesByKey<T> extends AggregationsByKey<T> {
  /**
   * Draws pairs at random, each key with a probability of its own: of a key about `fraction` times its number of pairs.
   * @param fractions for each key from 0 to 1, or with replacement how often each pair is drawn on average; keys are
   * compared by value. A key without a fraction fails the job
   * @param options.withReplacement a pair may be drawn more than once; false by default
   * @param options.seed an integer; the same seed draws the same pairs of the same partitions. By default another each time
   * @throws ATOMIC2002 when a fraction is out of range
   * @throws ATOMIC2005 when the seed is no integer
   * @example
   * const visits = ctx.range(1000).map((n) => [n % 100 === 0 ? 'rare' : 'common', n])
   * const some = await visits.sampleByKey(new Map([['rare', 1], ['common', 0.01]]), { seed: 7 }).countByKey()
   * some.get('rare') // => 10
   */
  sampleByKey<K, V>(
    this: RDD<readonly [K, V]>,
    fractions: ReadonlyMap<K, number>,
    options: SampleByKeyOptions = {},
  ): RDD<[K, V]> {
    const sampling = this.sampling('sampleByKey', fractions, options)
    return this.narrow('sampleByKey', { op: 'samplePairs', params: { sampling, offset: 0 } }, true)
  }

  /**
   * As `sampleByKey`, and of each key exactly `fraction` times its number of pairs, rounded up. Every pair moves to where
   * the others of its key are; the order of a key's pairs stays.
   * @param fractions for each key, as `sampleByKey` takes them
   * @param options as `sampleByKey` takes them
   * @throws ATOMIC2002 when a fraction is out of range
   * @throws ATOMIC2005 when the seed is no integer
   * @example
   * const visits = ctx.range(1000).map((n) => [n % 100 === 0 ? 'rare' : 'common', n])
   * const fractions = new Map([['rare', 1], ['common', 0.1]])
   * await visits.sampleByKeyExact(fractions).countByKey() // => new Map([['rare', 10], ['common', 99]])
   */
  sampleByKeyExact<K, V>(
    this: RDD<readonly [K, V]>,
    fractions: ReadonlyMap<K, number>,
    options: SampleByKeyOptions = {},
  ): RDD<[K, V]> {
    const sampling = this.sampling('sampleByKeyExact', fractions, options)
    const after = [{ op: 'group' }, { op: 'drawValues', params: { sampling } }]
    return this.shuffled('sampleByKeyExact', undefined, { before: [], after })
  }

  protected sampling(
    op: string,
    fractions: ReadonlyMap<unknown, number>,
    { withReplacement = false, seed = Math.floor(Math.random() * 2 ** 32) }: SampleByKeyOptions,
  ): KeySampling {
    const at = callSite()
    const most = withReplacement ? Number.MAX_VALUE : 1
    for (const [key, fraction] of fractions) {
      if (fraction >= 0 && fraction <= most) continue
      const range = withReplacement ? '0 or more' : 'from 0 to 1'
      const what = `${op}: the fraction of ${String(key)} is ${String(fraction)}; it must be ${range}.`
      throw new AtomicError('ATOMIC2002', { what, at })
    }
    if (!Number.isSafeInteger(seed)) {
      const what = `${op}: the seed is ${String(seed)}; it must be an integer.`
      throw new AtomicError('ATOMIC2005', { what, at })
    }
    const sampling = { fractions: [...fractions], withReplacement, seed }
    return this.runner.decode(this.runner.encode(sampling, at)) as KeySampling
  }
}

/** Options of `sampleByKey` and `sampleByKeyExact`. */
export interface SampleByKeyOptions {
  /** A pair may be drawn more than once; false by default. */
  readonly withReplacement?: boolean
  /** An integer; the same seed draws the same pairs of the same partitions. By default another each time. */
  readonly seed?: number
}
