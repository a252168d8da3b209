import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { load } from '@atomic-ts/compiler'
import { Context } from '@atomic-ts/runtime'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type * as Mistakes from './known-mistakes.ts'

const jobs = await load<typeof Mistakes>(new URL('known-mistakes.ts', import.meta.url).pathname)

describe.each(['in-process', 'threads'] as const)('%s', (transport) => {
  let ctx: Context
  let folder: string
  let log: string
  beforeAll(async () => {
    ctx = await Context.local({ slots: 2, transport })
    folder = mkdtempSync(join(tmpdir(), 'atomic-mistakes-'))
    log = join(folder, 'log')
  })
  beforeEach(() => writeFileSync(log, ''))
  afterAll(async () => {
    await ctx.stop()
    rmSync(folder, { recursive: true })
  })

  test('an operation without a registered form after a registered one does not run on a placeholder', async () => {
    expect(await jobs.taskThenLambda(ctx)).toEqual([10, 14, 18])
    // This file is not built: its functions are in no dispatch table, and only the driver itself can call them.
    const here = (): Promise<number[]> =>
      jobs
        .doubled(ctx)
        .map((n) => n + 1)
        .collect()
    if (transport === 'in-process') expect(await here()).toEqual([1, 3, 5])
    else expect(here).toThrow(expect.objectContaining({ code: 'ATOMIC2003' }))
  })

  test('map sides do not write values where reduce sides read combiners', async () => {
    expect(await jobs.otherTypesThanTheValues(ctx)).toEqual([
      [
        ['a', [2]],
        ['b', [1, 3]],
      ],
      [
        ['a', { seen: '2' }],
        ['b', { seen: '1;3' }],
      ],
      [
        ['a', 2],
        ['b', 1],
        ['b', 3],
      ],
    ])
  })

  test('partitionBy does not keep one value per key', async () => {
    expect(await jobs.everyValueOfAKey(ctx)).toEqual(Array.from({ length: 30 }, (_, n) => n))
  })

  test('keys 1 and "1" do not collide, and keys are not compared by reference', async () => {
    expect(await jobs.keysByValue(ctx)).toEqual([1, 1, 1, 1, 1, 1, 1, 2, 2])
  })

  test('captured values are not dropped by filter and flatMap', async () => {
    expect(await jobs.capturesEverywhere(ctx, 4, 2)).toEqual([4, 4, 5, 5])
    expect(await jobs.capturesEverywhere(ctx, 5, 1)).toEqual([5])
  })

  test('an accumulator does not keep only the last add of a task, nor count a retried task twice', async () => {
    expect(await jobs.addsAndFails(ctx, log)).toEqual([6, 15])
  })

  test('the zero of fold is applied once a partition and once more, everywhere', async () => {
    for (const n of [1, 2, 3, 7]) expect(await jobs.foldsAndReduces(ctx, n)).toEqual([3 + 10 * (n + 1), 3])
  })

  test('reduce does not fail on an empty partition', async () => {
    expect((await jobs.foldsAndReduces(ctx, 50))[1]).toBe(3)
  })

  test('more partitions than free slots wait in a queue', async () => {
    expect(await jobs.manyPartitions(ctx)).toBe(300)
  })

  test('a retried stage does not count finished partitions twice', async () => {
    const finished: string[] = []
    const end = ctx.listen((event) => {
      if (event.kind === 'taskFinished') finished.push(`${event.stage}.${event.partition}`)
    })
    expect(await jobs.countsAndFails(ctx, log)).toBe(9)
    end()
    expect(finished).toHaveLength(6)
    expect(new Set(finished).size).toBe(6)
  })

  test('a program that fails does not become empty data', async () => {
    await expect(jobs.failingProgram(ctx)).rejects.toMatchObject({ cause: { code: 'ATOMIC6002' } })
  })

  test('bad UTF-8 does not become empty or changed data', async () => {
    const path = join(folder, 'bad.txt')
    writeFileSync(path, Buffer.from([...Buffer.from('good\nbad '), 0xff, 0xfe, 0x0a]))
    await expect(ctx.textFile(path).collect()).rejects.toMatchObject({ cause: { code: 'ATOMIC5002' } })
  })

  test('what events and the status tracker tell is fed by what happens', async () => {
    let finished = 0
    const end = ctx.listen(({ kind }) => {
      if (kind === 'taskFinished') finished++
    })
    await ctx.withJobGroup('fed', () => ctx.range(0, 9, { partitions: 5 }).count())
    end()
    expect(finished).toBe(5)
    const [id = -1] = ctx.statusTracker.getJobIdsForGroup('fed')
    expect(ctx.statusTracker.getJobInfo(id)).toMatchObject({ status: 'succeeded' })
    expect(ctx.statusTracker.getSlotsInfo()).toMatchObject({ slots: 2 })
  })

  test('a string in user data that looks like a function is never evaluated', async () => {
    const { harmfulTexts } = jobs
    expect(await jobs.textThatLooksLikeCode(ctx)).toEqual([
      harmfulTexts,
      harmfulTexts.toSorted(),
      harmfulTexts,
      harmfulTexts.slice(0, 1),
      harmfulTexts.toSorted(),
    ])
  })

  test('a broadcast arrives where tasks import nothing of the framework', async () => {
    expect(await jobs.broadcastAlone(ctx)).toEqual([12, 12])
  })

  test('a cancelled task does not keep computing', async () => {
    const own = await Context.local({ slots: 1, transport })
    const controller = new AbortController()
    own.listen((event) => event.kind === 'taskStarted' && controller.abort('enough'))
    const endless = jobs.neverEnds(own, controller)
    await expect(endless).rejects.toMatchObject({ code: 'ATOMIC3005' })
    // The one slot is free for the next job.
    expect(await own.range(3).count()).toBe(3)
    await own.stop()
  })
})

test('in-process: shuffle data is freed when nothing needs it any more', async () => {
  setFlagsFromString('--expose-gc')
  const gc = runInNewContext('gc') as () => void
  await using ctx = await Context.local({ slots: 2, transport: 'in-process' })
  const held = (): number => {
    gc()
    return process.memoryUsage().arrayBuffers
  }
  await jobs.shufflesAndForgets(ctx)
  const before = held()
  // Each of them moves a megabyte or more.
  for (let i = 0; i < 20; i++) await jobs.shufflesAndForgets(ctx)
  // What is garbage is given back within a few turns; what is not stays, however many there are.
  for (let turn = 0; turn < 10 && held() - before > 6e6; turn++) await setImmediate()
  expect(held() - before).toBeLessThan(6e6)
})

describe('threads', () => {
  test('reduce sides, joins and sorts are not done in the driver', async () => {
    await using ctx = await Context.local({ slots: 2, transport: 'threads' })
    expect(await jobs.mergedInDriver(ctx)).toEqual([0, 0, 0])
  })

  test('what is lost with a worker is computed again from its lineage', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'atomic-mistakes-'))
    const log = join(folder, 'log')
    writeFileSync(log, '')
    await using ctx = await Context.local({ slots: 2, transport: 'threads' })
    const lost: unknown[] = []
    ctx.listen((event) => event.kind === 'taskFailed' && lost.push(event.error))
    expect(await jobs.losesItsCache(ctx, log)).toBe(true)
    expect(lost).toEqual([expect.objectContaining({ code: 'ATOMIC3002' })])
    rmSync(folder, { recursive: true })
  })
})
