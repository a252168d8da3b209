import { load } from '@atomic-ts/compiler'
import { Context } from '@atomic-ts/runtime'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type * as Jobs from './partition-jobs.ts'

const jobs = await load<typeof Jobs>(new URL('partition-jobs.ts', import.meta.url).pathname)

describe.each(['in-process', 'threads'] as const)('%s', (transport) => {
  let ctx: Context
  beforeEach(async () => {
    ctx = await Context.local({ slots: 2, transport, maxFailures: 1 })
  })
  afterEach(() => ctx.stop())

  test('submitJob() hands over the result of each partition once', async () => {
    const rdd = ctx.range(0, 10, { partitions: 4 })
    expect(await jobs.sizes(rdd)).toEqual([
      [0, 2],
      [1, 3],
      [2, 2],
      [3, 3],
    ])
    expect(await jobs.sizes(rdd, [3, 1, 3])).toEqual([
      [1, 3],
      [3, 3],
    ])
    expect(await jobs.sizes(rdd, [])).toEqual([])
    expect(await jobs.sizes(ctx.emptyRDD<number>())).toEqual([])
  })

  test('submitJob() hands over what is there while the rest runs, and nothing after its cancel()', async () => {
    const seen: unknown[] = []
    const job = jobs.handsOver(jobs.halfDone(ctx, 5), (partition, size) => {
      seen.push([partition, size])
      job.cancel('enough')
    })
    await expect(job).rejects.toMatchObject({ code: 'ATOMIC3005', cause: 'enough' })
    expect(seen).toEqual([[0, 5]])
  })

  test('submitJob() ends with its signal', async () => {
    const controller = new AbortController()
    const stop = (): void => controller.abort('over')
    const job = jobs.handsOver(jobs.halfDone(ctx, 5), stop, controller.signal)
    await expect(job).rejects.toMatchObject({ code: 'ATOMIC3005', cause: 'over' })
  })

  test('an error of the function that takes the results fails the job', async () => {
    const refuses = (partition: number): void => {
      throw new RangeError(`not ${partition}`)
    }
    await expect(jobs.handsOver(jobs.halfDone(ctx, 5), refuses)).rejects.toThrow(new RangeError('not 0'))
  })

  test('submitJob() refuses what makes no sense, as a rejection', async () => {
    const rdd = ctx.range(0, 4, { partitions: 2 })
    const refused = { code: 'ATOMIC2002', at: expect.stringMatching(/^partition-jobs\.ts:\d+/) }
    await expect(jobs.onPartition(rdd, 2)).rejects.toMatchObject(refused)
    await expect(jobs.onPartition(rdd, 0.5)).rejects.toMatchObject(refused)
    // oxlint-disable-next-line typescript/no-misused-promises -- the promise is what is refused
    await expect(jobs.handsOver(rdd, async () => undefined)).rejects.toMatchObject(refused)
  })

  test('runApproximateJob() that has the time gives the final value', async () => {
    const { initialValue, isInitialValueFinal, finalValue } = await jobs.greatest(
      ctx.range(0, 10, { partitions: 3 }),
      60_000,
    )
    expect([initialValue, isInitialValueFinal, await finalValue]).toEqual(['9 of 3', true, '9 of 3'])
    expect((await jobs.greatest(ctx.emptyRDD<number>(), 60_000)).initialValue).toBe('0 of 0')
  })

  test('runApproximateJob() gives the value of what is merged when the time is over', async () => {
    for (let timeout = 20; ; timeout *= 2) {
      const result = await jobs.sizesOf(jobs.halfDone(ctx, 7), timeout)
      expect(result.isInitialValueFinal).toBe(false)
      result.cancel('enough')
      await expect(result.finalValue).rejects.toMatchObject({ code: 'ATOMIC3005', cause: 'enough' })
      if (result.initialValue.length === 0) continue
      expect(result.initialValue).toEqual([[0, 7]])
      break
    }
  })

  test("an evaluator's error is the job's", async () => {
    const merges = {
      merge: () => {
        throw new RangeError('too many')
      },
      currentResult: () => 0,
    }
    await expect(jobs.evaluated(ctx.range(3), merges, 60_000)).rejects.toThrow(new RangeError('too many'))
    const tells = {
      merge: () => undefined,
      currentResult: () => {
        throw new RangeError('not known')
      },
    }
    const error = new RangeError('not known')
    await expect(jobs.evaluated(ctx.range(3), tells, 60_000)).rejects.toThrow(error)
    // The job would never end by itself.
    await expect(jobs.evaluated(jobs.halfDone(ctx, 1), tells, 1)).rejects.toThrow(error)
    await expect.poll(() => ctx.statusTracker.getActiveJobIds()).toEqual([])
  })

  test('runApproximateJob() and countByKeyApprox() refuse arguments that are out of range', async () => {
    const rdd = ctx.range(4)
    await expect(jobs.greatest(rdd, -1)).rejects.toMatchObject({
      code: 'ATOMIC2002',
      message: expect.stringMatching(/runApproximateJob: the timeout is -1/),
    })
    await expect(jobs.parities(rdd).countByKeyApprox(1, 2)).rejects.toMatchObject({
      code: 'ATOMIC2002',
      message: expect.stringMatching(/countByKeyApprox: the confidence is 2/),
    })
  })

  test('countByKeyApprox() gives bounds of the keys that were seen', async () => {
    for (let timeout = 20; ; timeout *= 2) {
      const { initialValue, finalValue, cancel } = await jobs
        .parities(jobs.halfDone(ctx, 200))
        .countByKeyApprox(timeout)
      cancel()
      await expect(finalValue).rejects.toMatchObject({ code: 'ATOMIC3005' })
      if (initialValue.size === 0) continue
      // The 2.5 % and 97.5 % quantiles of a Poisson distribution of mean 100 are 81 and 120.
      const bounds = { mean: 200, confidence: 0.95, low: 181, high: 220 }
      expect([...initialValue]).toEqual([
        ['even', bounds],
        ['odd', bounds],
      ])
      break
    }
  })
})
