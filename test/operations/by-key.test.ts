import { AtomicError } from '@atomic-ts/atomic'
import { load } from '@atomic-ts/compiler'
import { Context } from '@atomic-ts/runtime'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type * as Jobs from './by-key.ts'

const jobs = await load<typeof Jobs>(new URL('by-key.ts', import.meta.url).pathname)

describe.each(['in-process', 'threads'] as const)('%s', (transport) => {
  let ctx: Context
  beforeAll(async () => {
    ctx = await Context.local({ slots: 2, transport, maxFailures: 1 })
  })
  afterAll(() => ctx.stop())

  test('an empty RDD gives nothing, and nothing of the other side is lost', async () => {
    const right = [['a', [undefined, 1]]]
    const nothing = [[], [], 0, 0, 0, [], [], [], right, [], [['a', 1]], [], [], [], [], [], 0, []]
    expect(await jobs.emptyEverywhere(ctx)).toEqual(nothing)
  })

  test('lookup() reads only the partition of the key: by hash, by a function, by range', async () => {
    expect(await jobs.looksUp(ctx)).toEqual([[70], [80], [30], [390]])
  })

  test('filterByRange() of a sorted RDD computes only the partitions that it needs', async () => {
    expect(await jobs.readsOnlyTheRange(ctx)).toEqual([
      [3, 30],
      [4, 40],
      [5, 50],
      [6, 60],
    ])
  })

  test('lookup() asks the partitioner with the values that it captured', async () => {
    expect(await jobs.capturesThatChange(ctx)).toEqual([80])
  })

  test('two partitions with the same pairs are sampled apart', async () => {
    const [first = [], second = []] = await jobs.samplesBothHalves(ctx)
    expect(first).not.toEqual(second)
    for (const half of [first, second]) expect(Math.abs(half.length - 100)).toBeLessThan(36)
  })

  test.each([
    ['a zero that cannot travel', jobs.zeroThatCannotTravel, 'ATOMIC4001', /cannot travel/],
    [
      'a fraction above 1',
      jobs.fractionTooGreat,
      'ATOMIC2002',
      /fraction of 1 is 1\.5; it must be from 0 to 1/,
    ],
    ['a negative fraction', jobs.negativeFraction, 'ATOMIC2002', /it must be 0 or more/],
    ['a fraction that is no number', jobs.fractionNotANumber, 'ATOMIC2002', /NaN/],
    ['a seed that is no integer', jobs.seedOfHalf, 'ATOMIC2005', /the seed is 0\.5/],
    ['an accuracy that no sketch has', jobs.tooAccurate, 'ATOMIC2002', /from 0\.0021 to 1/],
    ['an accuracy that is no number', jobs.accuracyOfNothing, 'ATOMIC2002', /NaN/],
    [
      'a join into no partitions',
      jobs.noPartitions,
      'ATOMIC2002',
      /leftOuterJoin was asked for 0 partitions/,
    ],
    ['a cogroup into half a partition', jobs.cogroupOfHalf, 'ATOMIC2002', /cogroup was asked for 2\.5/],
    ['a sort in no partitions', jobs.sortedInNoPartitions, 'ATOMIC2002', /asked for 0 partitions/],
  ])('%s is refused where it is asked for', async (_name, job, code, text) => {
    const error = await failure(job)
    expect(error).toMatchObject({ code, message: expect.stringMatching(text) })
    expect(error.at).toMatch(/by-key\.ts:\d+/)
  })

  test.each([
    ['a key without a fraction', jobs.keyWithoutFraction, 'ATOMIC2002', /none for the key \d/],
    ['a key that cannot be compared', jobs.functionsAsKeys, 'ATOMIC4002', /function/],
  ])('%s fails the job', async (_name, job, code, text) => {
    const { cause } = await failure(job)
    expect(cause).toMatchObject({ code, message: expect.stringMatching(text) })
  })

  test.each([
    ['keys', (rdd) => rdd.keys().count()],
    ['values', (rdd) => rdd.values().count()],
    ['countByKey', (rdd) => rdd.countByKey()],
    ['collectAsMap', (rdd) => rdd.collectAsMap()],
    ['lookup', (rdd) => rdd.lookup('a')],
    ['filterByRange', (rdd) => rdd.filterByRange('a', 'b').count()],
    ['subtractByKey', (rdd) => rdd.subtractByKey(rdd).count()],
    ['cogroup', (rdd) => rdd.cogroup(rdd).count()],
    ['sampleByKey', (rdd) => rdd.sampleByKey(new Map()).count()],
    ['countApproxDistinctByKey', (rdd) => rdd.countApproxDistinctByKey().count()],
  ] satisfies [string, (rdd: ReturnType<typeof jobs.noPairs>) => Promise<unknown>][])(
    '%s() refuses records that are no pairs',
    async (_name, run) => {
      const { cause } = await failure((own) => run(jobs.noPairs(own)))
      expect(cause).toMatchObject({ code: 'ATOMIC4003', message: expect.stringContaining('[key, value]') })
    },
  )

  async function failure(job: (own: Context) => Promise<unknown>): Promise<AtomicError> {
    const error: unknown = await Promise.resolve(ctx)
      .then(job)
      .then(
        () => undefined,
        (reason: unknown) => reason,
      )
    expect(error).toBeInstanceOf(AtomicError)
    return error as AtomicError
  }
})
