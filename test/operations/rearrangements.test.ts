import { AtomicError } from '@atomic-ts/atomic'
import { load } from '@atomic-ts/compiler'
import { Context } from '@atomic-ts/runtime'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type * as Jobs from './rearrangements.ts'

const jobs = await load<typeof Jobs>(new URL('rearrangements.ts', import.meta.url).pathname)

describe.each(['in-process', 'threads'] as const)('%s', (transport) => {
  let ctx: Context
  let patient: Context
  beforeAll(async () => {
    ctx = await Context.local({ slots: 2, transport, maxFailures: 1 })
    patient = await Context.local({ slots: 2, transport, maxFailures: 2 })
  })
  afterAll(() => Promise.all([ctx.stop(), patient.stop()]))

  test('an empty RDD gives nothing, and nothing of the other side is lost', async () => {
    const nothing = Array.from({ length: 26 }, () => [])
    const others = [
      [1, 2],
      [1, 2],
    ]
    expect(await jobs.emptyEverywhere(ctx, 'no partitions')).toEqual([...nothing, ...others, [], 0])
    const three = [[], [], []]
    expect(await jobs.emptyEverywhere(ctx, 'empty partitions')).toEqual([...nothing, ...others, three, 0])
  })

  test('a coalescer chooses the groups, some of them empty; it runs in the driver', async () => {
    const [rdd, told] = jobs.choosesInDriver(ctx, [[3, 0], [], [1, 2]])
    expect(await rdd.glom().collect()).toEqual([[6, 7, 0, 1], [], [2, 3, 4, 5]])
    expect(told).toEqual([4, 3, 0, 1, 2])
  })

  test.each([
    [[[0, 1], [2]], /left out partition 3, whose records would be lost/],
    [[], /left out partitions 0, 1, 2, 3, whose/],
    [
      [
        [0, 1],
        [1, 2, 3],
      ],
      /put partition 1 in two places/,
    ],
    [[[0, 1, 2, 3, 4]], /named partition 4, but there are 4, counted from 0/],
    [[[0, 1, 2, 3, -1]], /named partition -1/],
    [[[0, 1, 2, 3, 0.5]], /named partition 0\.5/],
    [[[0], [1], [2], [3]], /gave 4 groups where 3 were asked for/],
    [[0, 1, 2, 3], /must give an array of arrays/],
    [undefined, /must give an array of arrays/],
  ])('a coalescer that gives %j is refused', (groups, text) => {
    expect(() => jobs.choosesInDriver(ctx, groups)).toThrow(
      expect.objectContaining({
        code: 'ATOMIC2002',
        message: expect.stringMatching(text),
        at: expect.stringMatching(/^rearrangements\.ts:/),
      }),
    )
  })

  test('zipWithIndex() counts when an action needs it, once, and not at all for one partition', async () => {
    expect(await jobs.numbersLate(ctx, 3)).toEqual(['defined', 'zipWithIndex count', 'count', 'count'])
    expect(await jobs.numbersLate(ctx, 1)).toEqual(['defined', 'count', 'count'])
    expect(await jobs.countsOnce(ctx)).toBe(10)
  })

  test.each([
    [false, 0.3, 0.3 * 0.7],
    [false, 0.001, 0.001],
    [true, 0.3, 0.3],
    [true, 3, 3],
    [true, 40, 40],
  ])('sample(%s, %d) draws as many records as it should', async (withReplacement, fraction, variance) => {
    const drawn = await jobs.samples(ctx, withReplacement, fraction, 5).collect()
    const [n, deviation] = [20_000 * fraction, Math.sqrt(20_000 * variance)]
    expect(Math.abs(drawn.length - n)).toBeLessThan(5 * deviation)
    expect(drawn).toEqual(drawn.toSorted((a, b) => a - b))
    expect(new Set(drawn).size === drawn.length).toBe(!withReplacement)
    // Each partition has its share.
    for (const k of [0, 1, 2, 3]) {
      const part = drawn.filter((record) => Math.floor(record / 5000) === k)
      expect(Math.abs(part.length - n / 4)).toBeLessThan(5 * Math.sqrt(5000 * variance))
    }
  })

  test('another seed draws other records, and so does another partition with the same records', async () => {
    const draw = (seed: number): Promise<number[]> => jobs.samples(ctx, false, 0.5, seed).collect()
    expect(await draw(1)).toEqual(await draw(1))
    expect(await draw(1)).not.toEqual(await draw(2))
    const [first = [], second = []] = await jobs.samplesTwice(ctx)
    expect(first).not.toEqual(second)
  })

  test('randomSplit() gives each part its share, and each record to one part', async () => {
    const parts = await jobs.splits(ctx)
    expect(parts.flat().toSorted((a, b) => a - b)).toEqual(Array.from({ length: 10_000 }, (_, i) => i))
    for (const [i, share] of [0.1, 0, 0.6, 0.3].entries()) {
      const deviation = Math.sqrt(10_000 * share * (1 - share))
      expect(Math.abs((parts[i]?.length ?? 0) - 10_000 * share)).toBeLessThanOrEqual(5 * deviation)
    }
  })

  test('tasks that are tried again draw and move the same records', async () => {
    expect(await jobs.randomly(patient, true)).toEqual(await jobs.randomly(patient, false))
  })

  test('repartition() spreads evenly, from one partition and from many small ones', async () => {
    const sizes = await jobs.sizesAfterRepartition(ctx, 7, 3)
    expect(sizes.reduce((sum, n) => sum + n, 0)).toBe(1000)
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(7)
    const small = await jobs.spreadsSmallPartitions(ctx)
    expect(small.reduce((sum, n) => sum + n, 0)).toBe(100)
    expect(Math.min(...small)).toBeGreaterThan(10)
  })

  test('partitions that nobody asks for are not computed', async () => {
    expect(await jobs.leavesTheRest(ctx)).toEqual([[0, 1], [0], [1], [1]])
  })

  test('limitPartitions() ends a partition that has no end', async () => {
    expect(await jobs.limitsTheEndless(ctx)).toEqual([
      [0, 10, 20, 1, 11, 21],
      [0, 10, 1, 11],
      [0, 10, 1, 11],
      [0, 2],
    ])
  })

  test('positions go on from one piece of a partition to the next', async () => {
    const numbers = Array.from({ length: 300 }, (_, n) => n)
    const numbered = numbers.map((n) => [n, n])
    const product = numbers.flatMap((n) => numbers.slice(0, 70).map((m) => [n, m]))
    const expected = [numbered, numbered, numbers.slice(0, 100), product.map((pair, i) => [pair, i])]
    expect(await jobs.numbersPieces(ctx)).toEqual(expected)
  })

  test('a cartesian product reads cached sides where they are', async () => {
    const [calls, pairs] = await jobs.computesCachedSides(ctx)
    expect(pairs).toBe(36)
    // Each product task runs where one of its sides is; the other may be cached on another thread.
    if (transport === 'in-process') expect(calls).toBe(6)
    else expect(calls).toBeLessThan(6 + 36)
  })

  test('an RDD has an id, and a name that its lineage shows', () => {
    const rdd = jobs.describes(ctx)
    expect(rdd.name).toBeUndefined()
    expect(rdd.setName('counts')).toBe(rdd)
    expect([rdd.name, rdd.getNumPartitions()]).toEqual(['counts', 3])
    expect(rdd.id).not.toBe(jobs.describes(ctx).id)
    const text = rdd.toDebugString()
    expect(text).toMatch(/^\(3\) counts: reduceByKey at rearrangements\.ts:\d+$/m)
    expect(text).toMatch(/\(\d\) words: range at rearrangements\.ts:\d+$/m)
  })

  test('a partitioner stays known exactly where keys keep their places', async () => {
    const [unknown, known, ...areKnown] = await jobs.keepsPartitioners(ctx)
    expect(unknown).toBeUndefined()
    expect(known).toEqual({ kind: 'hash', partitions: 3 })
    expect(areKnown).toEqual([
      ...[false, true, false, true, true, true],
      ...[true, false, false, true, false, false, false, false],
    ])
  })

  test('a union of RDDs that are spread alike is reduced without another move', async () => {
    expect(await jobs.reducesUnion(ctx, [3, 3])).toBe(3)
    expect(await jobs.reducesUnion(ctx, [3, 4])).toBe(4)
  })

  type Refusal = readonly [name: string, call: (own: Context) => unknown, text: RegExp]
  const refusals: readonly Refusal[] = [
    [
      'zip() of different numbers of partitions',
      jobs.unequalPartitions,
      /zip\(\) of RDDs with 2 and 3 partitions/,
    ],
    [
      'zipPartitions() of such',
      jobs.unequalPartitionsOfThree,
      /zipPartitions\(\) of RDDs with 2 and 2 and 3/,
    ],
    ['an async function', jobs.asyncFunction, /is async/],
    ...Object.entries(jobs.outOfRange).map(([name, call]): Refusal => [
      name,
      call,
      / must be |may be negative|needs an array/,
    ]),
  ]
  test.each(refusals)('%s is refused where it is asked for', async (_name, call, text) => {
    const error = await failure(async (own) => call(own))
    expect(error).toMatchObject({ code: 'ATOMIC2002', message: expect.stringMatching(text) })
    expect(error.at).toMatch(/rearrangements\.ts:\d+/)
  })

  test.each([
    ['zip() of different numbers of records', jobs.unequalLengths, 'ATOMIC3007', /of \d and \d records/],
    [
      'zip() of partitions that differ',
      jobs.equalSumsOfUnequalLengths,
      'ATOMIC3007',
      /of 2 and [13] records/,
    ],
    ['zipPartitions() with a function that gives a number', jobs.givesNoIterable, 'ATOMIC2003', /iterable/],
    ['repartition() by NaN', jobs.partitionOfNaN, 'ATOMIC2002', /NaN/],
    ['intersection() of functions', jobs.functionsInCommon, 'ATOMIC4002', /function/],
  ])('%s fails the job', async (_name, job, code, text) => {
    const { cause } = await failure(job)
    expect(cause).toMatchObject({ code, message: expect.stringMatching(text) })
  })

  async function failure(job: (own: Context) => Promise<unknown>): Promise<AtomicError> {
    const error: unknown = await job(ctx).then(
      () => undefined,
      (reason: unknown) => reason,
    )
    expect(error).toBeInstanceOf(AtomicError)
    return error as AtomicError
  }
})
