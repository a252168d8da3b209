import { AtomicError } from '@atomic-ts/atomic'
import { load } from '@atomic-ts/compiler'
import { Context } from '@atomic-ts/runtime'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type * as Jobs from './actions.ts'

const jobs = await load<typeof Jobs>(new URL('actions.ts', import.meta.url).pathname)

describe.each(['in-process', 'threads'] as const)('%s', (transport) => {
  let ctx: Context
  beforeEach(async () => {
    ctx = await Context.local({ slots: 2, transport, maxFailures: 1 })
  })
  afterEach(() => ctx.stop())

  test('an RDD without records has no greatest, no least and no first one, and nothing to merge', async () => {
    const rdd = jobs.nothing(ctx)
    const { reduce, treeReduce } = jobs.merges(rdd)
    const all = [
      reduce,
      treeReduce,
      () => rdd.max(),
      () => rdd.min(),
      () => rdd.first(),
      () => rdd.histogram(2),
    ]
    for (const each of all) expect(await codeOf(each)).toBe('ATOMIC2004')
    expect(await failure(() => rdd.max())).toMatchObject({
      at: expect.stringMatching(/^actions\.test\.ts:\d+$/),
    })
  })

  test('of an RDD without records everything else is empty, zero or not a number', async () => {
    const rdd = jobs.nothing(ctx)
    expect(await rdd.isEmpty()).toBe(true)
    expect(await jobs.sums(rdd)).toEqual([0, 0, 0])
    expect([await rdd.sum(), await rdd.mean(), await rdd.variance()]).toEqual([0, Number.NaN, Number.NaN])
    expect(await rdd.histogram([0, 1, 2])).toEqual([
      [0, 1, 2],
      [0, 0],
    ])
    expect([await rdd.takeSample(false, 3), await rdd.takeSample(true, 3), await rdd.take(3)]).toEqual([
      [],
      [],
      [],
    ])
    expect((await rdd.countByValue()).size).toBe(0)
    expect((await rdd.toLocalIterator().next()).done).toBe(true)
    expect((await rdd.countApprox(60_000)).initialValue).toEqual({ mean: 0, confidence: 1, low: 0, high: 0 })
  })

  test('histogram() ignores NaN, and numbers outside of the given buckets', async () => {
    const rdd = ctx.parallelize([Number.NaN, -1, 0, 1, 2, 3, Number.NaN, Infinity, -Infinity], 3)
    expect(await rdd.histogram([0, 1, 2])).toEqual([
      [0, 1, 2],
      [1, 2],
    ])
    expect(await rdd.histogram([-Infinity, 0, Infinity])).toEqual([
      [-Infinity, 0, Infinity],
      [2, 5],
    ])
    expect(await ctx.parallelize([Number.NaN, 1, 3], 2).histogram(2)).toEqual([
      [1, 2, 3],
      [1, 1],
    ])
  })

  test('histogram() of one value has one bucket', async () => {
    expect(await ctx.parallelize([5, 5, 5], 2).histogram(4)).toEqual([[5, 5], [3]])
  })

  test('histogram() refuses to make buckets that reach infinity, or from nothing but NaN', async () => {
    expect(await codeOf(() => ctx.parallelize([1, Infinity]).histogram(2))).toBe('ATOMIC2002')
    expect(await codeOf(() => ctx.parallelize([1e308, -1e308]).histogram(2))).toBe('ATOMIC2002')
    expect(await codeOf(() => ctx.parallelize([Number.NaN]).histogram(2))).toBe('ATOMIC2004')
  })

  test('sums do not lose what rounding loses, wherever the partitions are cut', async () => {
    const tenths = Array.from({ length: 10 }, () => 0.1)
    for (const n of [1, 3, 10]) expect(await ctx.parallelize(tenths, n).sum()).toBe(1)
    expect(await ctx.parallelize([1e100, 1, -1e100], 2).sum()).toBe(1)
    expect(await ctx.parallelize([1, Infinity, 2], 2).sum()).toBe(Infinity)
    expect(await ctx.parallelize([1, Infinity, -Infinity], 2).sum()).toBe(Number.NaN)
    expect(await ctx.parallelize([1e308, 1e308], 2).mean()).toBe(1e308)
  })

  test('NaN is above every number in max() and min()', async () => {
    const rdd = ctx.parallelize([3, Number.NaN, -Infinity], 2)
    expect([await rdd.max(), await rdd.min()]).toEqual([Number.NaN, -Infinity])
  })

  test('operations on numbers refuse what is none, before it is added as text', async () => {
    const rdd = jobs.texts(ctx)
    for (const each of [
      () => rdd.sum(),
      () => rdd.mean(),
      () => rdd.histogram(2),
      () => rdd.histogram([0, 1]),
    ]) {
      expect((await failure(each)).cause).toMatchObject({
        code: 'ATOMIC4005',
        message: expect.stringContaining('"'),
      })
    }
  })

  test('arguments that are out of range are refused at their line', async () => {
    const rdd = ctx.range(0, 6, { partitions: 2 })
    const all = [
      ...[() => rdd.take(-1), () => rdd.take(1.5), () => rdd.top(-1), () => rdd.takeOrdered(Number.NaN)],
      ...[() => rdd.takeSample(false, -1), () => rdd.takeSample(true, 1, 0.5)],
      ...[() => rdd.histogram(0), () => rdd.histogram(1.5), () => rdd.histogram([1])],
      ...[() => rdd.histogram([1, 1]), () => rdd.histogram([2, 1]), () => rdd.histogram([0, Number.NaN])],
      ...[() => rdd.runJob(() => 1, [2]), () => rdd.runJob(() => 1, [-1]), () => jobs.tree(rdd, 0)],
      ...[() => rdd.countApprox(-1), () => rdd.sumApprox(Number.NaN), () => rdd.meanApprox(1, 2)],
      () => rdd.countByValueApprox(1, -0.1),
    ]
    for (const each of all) {
      expect(await failure(each)).toMatchObject({
        code: 'ATOMIC2002',
        at: expect.stringMatching(/^actions\.(test\.)?ts:/),
      })
    }
  })

  test('countByValue() gives a map that finds composite values by what they hold', async () => {
    const counts = await ctx
      .parallelize([['a', 1], ['a', 1], Number.NaN, ['b', 1], Number.NaN], 2)
      .countByValue()
    expect([counts.get(['a', 1]), counts.get(Number.NaN), counts.get(['c', 1])]).toEqual([2, 2, undefined])
  })

  test('takeSample() draws every record as likely as every other', async () => {
    const rdd = ctx.parallelize([0, 1, 2, 3, 4, 5], 3)
    const drawn = { once: [0, 0, 0, 0, 0, 0], again: [0, 0, 0, 0, 0, 0] }
    for (let seed = 0; seed < 200; seed++) {
      for (const x of await rdd.takeSample(false, 3, seed)) drawn.once[x] = (drawn.once[x] ?? 0) + 1
      for (const x of await rdd.takeSample(true, 3, seed)) drawn.again[x] = (drawn.again[x] ?? 0) + 1
    }
    // 100 each are expected; 30 is more than four standard deviations.
    for (const counts of Object.values(drawn)) {
      expect(
        counts.every((count) => Math.abs(count - 100) < 40),
        counts.join(),
      ).toBe(true)
    }
  })

  test('trees merge on workers: a stage for each level, and the last merge too where asked', async () => {
    const rdd = ctx.range(0, 64, { partitions: 16 })
    const stages: number[] = []
    ctx.listen((event) => event.kind === 'stageStarted' && stages.push(event.tasks))
    expect([await jobs.tree(rdd, 1), await jobs.tree(rdd, 2), await jobs.tree(rdd, 2, true)]).toEqual([
      2016, 2016, 2016,
    ])
    expect(stages).toEqual([16, ...[16, 4], ...[16, 4, 1]])
  })

  test('take() names the same line for every round of its search', async () => {
    const places = new Set<string>()
    ctx.listen((event) => event.kind === 'jobStarted' && places.add(event.at))
    expect(await jobs.nothing(ctx).take(1)).toEqual([])
    expect([...places]).toEqual([expect.stringMatching(/^actions\.test\.ts:\d+$/)])
  })

  test('toLocalIterator() runs a job for each partition that is asked for, and one more when it reads ahead', async () => {
    const rdd = ctx.range(0, 9, { partitions: 3 })
    for (const [prefetch, expected] of [
      [false, 1],
      [true, 2],
    ] as const) {
      let started = 0
      const end = ctx.listen((event) => {
        if (event.kind === 'jobStarted') started++
      })
      for await (const n of rdd.toLocalIterator({ prefetch })) if (n === 2) break
      end()
      expect(started).toBe(expected)
    }
  })

  test('runJob() computes no more than its function reads', async () => {
    expect(await jobs.firstOfEach(ctx)).toEqual([1, 1])
    expect(await jobs.onNoPartition(ctx)).toEqual([])
  })

  test('functions whose work nothing would wait for are refused', async () => {
    const at = expect.stringMatching(/^actions\.ts:\d+/)
    for (const [name, run] of Object.entries(jobs.withGenerators)) {
      expect(await failure(() => run(ctx)), name).toMatchObject({ code: 'ATOMIC2002', at })
    }
    for (const [name, run] of Object.entries(jobs.givesGenerators)) {
      expect((await failure(() => run(ctx))).cause, name).toMatchObject({
        code: 'ATOMIC2003',
        message: expect.stringContaining(`${name} was given a function that gives a generator`),
      })
    }
    expect(await jobs.ignoresResults(ctx)).toBe(12)
    expect((await failure(() => jobs.givesPromises(ctx))).cause).toMatchObject({ code: 'ATOMIC2003' })
  })

  test('a signal that has aborted runs nothing', async () => {
    let started = 0
    ctx.listen(() => started++)
    const reason = new Error('changed my mind')
    for (const [name, run] of Object.entries(jobs.endlessJobs(ctx, { signal: AbortSignal.abort(reason) }))) {
      expect(await failure(run), name).toMatchObject({ code: 'ATOMIC3005', cause: reason })
    }
    expect(started).toBe(0)
  })

  test('a signal stops the tasks that run, and its reason is the cause', async () => {
    await ctx.stop()
    ctx = await Context.local({ slots: 1, transport })
    const thread = await jobs.threadOf(ctx)
    for (const name of Object.keys(jobs.endlessJobs(ctx, {}))) {
      const controller = new AbortController()
      const reason = { because: name }
      // A loop in the driver's own thread lets no message in, and so cannot be cancelled but before it starts.
      const isDeaf = transport === 'in-process' && ['foreachPartition', 'runJob'].includes(name)
      const end = ctx.listen((event) => {
        if (isDeaf && event.kind === 'taskStarted') controller.abort(reason)
      })
      const running = new BroadcastChannel(jobs.runningChannel)
      running.addEventListener('message', () => controller.abort(reason))
      const error = await failure(() => jobs.endlessJobs(ctx, controller)[name]?.() ?? Promise.resolve())
      end()
      running.close()
      expect(error, name).toMatchObject({
        code: 'ATOMIC3005',
        at: expect.stringMatching(/^actions\.ts:\d+$/),
      })
      expect(error.cause).toBe(reason)
      // The same thread goes on with the next job: its task has stopped, and was not ended with the thread.
      expect(await jobs.threadOf(ctx)).toBe(thread)
    }
  })

  test('a signal that aborts when the job is done changes nothing', async () => {
    const controller = new AbortController()
    expect(await ctx.range(5).count(controller)).toBe(5)
    controller.abort()
    expect(await ctx.range(5).count()).toBe(5)
  })

  test('approximate actions give bounds when the time is over, and can be cancelled', async () => {
    const hundred = Array.from({ length: 100 }, (_, i) => i)
    const count = await known((timeout) => jobs.halfDone(ctx, hundred).countApprox(timeout))
    // The 2.5 % and 97.5 % quantiles of a Poisson distribution of mean 100 are 81 and 120.
    expect(count).toEqual({ mean: 200, confidence: 0.95, low: 181, high: 220 })
    const mean = await known((timeout) => jobs.halfDone(ctx, [1, 2, 3, 4, 5]).meanApprox(timeout))
    // Student's t of 4 degrees of freedom is 2.776445 there; the standard error is the root of 0.5.
    expect(mean).toMatchObject({ mean: 3, confidence: 0.95 })
    expect([mean.low, mean.high]).toEqual([expect.closeTo(1.036757, 5), expect.closeTo(4.963243, 5)])
    const sum = await known((timeout) => jobs.halfDone(ctx, [1, 2, 3, 4, 5]).sumApprox(timeout))
    expect(sum.mean).toBe(30)
    expect(sum.high - sum.mean).toBeCloseTo(2.776445 * Math.sqrt(107.5), 4)
  })

  test('approximate actions know nothing while no partition is done', async () => {
    const { initialValue, isInitialValueFinal, finalValue, cancel } = await jobs.endless(ctx).sumApprox(1)
    expect(initialValue).toEqual({ mean: 0, confidence: 0, low: -Infinity, high: Infinity })
    expect(isInitialValueFinal).toBe(false)
    cancel('enough')
    await expect(finalValue).rejects.toMatchObject({ code: 'ATOMIC3005', cause: 'enough' })
  })
})

interface Partial<R> {
  readonly initialValue: R
  readonly finalValue: Promise<R>
  readonly cancel: (reason?: unknown) => void
}

/** What is known when one of the partitions is done, however slow the machine is. */
async function known<R extends { readonly confidence: number }>(
  run: (timeout: number) => Promise<Partial<R>>,
): Promise<R> {
  for (let timeout = 20; ; timeout *= 2) {
    const { initialValue, finalValue, cancel } = await run(timeout)
    cancel()
    await expect(finalValue).rejects.toMatchObject({ code: 'ATOMIC3005' })
    if (initialValue.confidence > 0) return initialValue
  }
}

async function failure(run: () => Promise<unknown>): Promise<AtomicError> {
  const error: unknown = await run().then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(AtomicError)
  return error as AtomicError
}

async function codeOf(run: () => Promise<unknown>): Promise<string> {
  return (await failure(run)).code
}
