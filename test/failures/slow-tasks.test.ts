import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { JobEvent } from '@atomic-ts/core/internal'
import { load } from '@atomic-ts/compiler'
import { Context } from '@atomic-ts/runtime'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type * as SlowTasks from './slow-tasks.ts'

const jobs = await load<typeof SlowTasks>(new URL('slow-tasks.ts', import.meta.url).pathname)
const speculation = { multiplier: 1.5, quantile: 0.5, minRuntime: 10 }

let ctx: Context
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'atomic-slow-'))
})
afterEach(async () => {
  await ctx.stop()
  rmSync(folder, { recursive: true })
})

describe.each(['in-process', 'threads'] as const)('%s', (transport) => {
  test('speculation returns at the first copy that finishes, kills the other, and counts each record once', async () => {
    ctx = await Context.local({ slots: 2, transport, speculation })
    const news: JobEvent[] = []
    ctx.listen((event) => news.push(event))
    const seen = ctx.longAccumulator()
    expect([...(await jobs.hangsOnce(ctx, seen))].toSorted(([a], [b]) => a - b)).toEqual([
      [0, 30],
      [1, 36],
    ])
    expect(seen.value).toBe(12)
    const killed = news.filter(({ kind }) => kind === 'taskKilled')
    // On a busy machine others may be slow, too.
    const slow = { stage: 0, partition: 5, attempt: 0, reason: 'another copy of it has finished' }
    expect(killed).toContainEqual(expect.objectContaining(slow))
  })

  test('output has one part of each task, whichever copy wrote it', async () => {
    ctx = await Context.local({ slots: 2, transport, speculation })
    const path = join(folder, 'out')
    expect(await jobs.savesTwice(ctx, path)).toEqual(Array.from({ length: 12 }, (_, n) => `line ${n}`))
    expect(readdirSync(path)).toHaveLength(7)
  })
})

test('short tasks do not stay in line behind one that is not short', async () => {
  ctx = await Context.local({ slots: 2, transport: 'threads' })
  const path = join(folder, 'others are done')
  const starts = new Map<number, number>()
  let done = 0
  ctx.listen((event) => {
    if (event.kind === 'taskStarted') starts.set(event.partition, (starts.get(event.partition) ?? 0) + 1)
    if (event.kind === 'taskFinished' && ++done === 199) writeFileSync(path, '')
  })
  expect(await jobs.holdsUntil(ctx, path, 200)).toBe((199 * 200) / 2)
  expect(starts.get(100)).toBe(1)
})

test.each([
  ['speculation.multiplier', { speculation: { multiplier: 0.5 } }],
  ['speculation.quantile', { speculation: { quantile: 2 } }],
  ['exclusion.failures', { exclusion: { failures: 0 } }],
  ['exclusion.time', { exclusion: { time: 0.5 } }],
  ['maxFetchFailures', { maxFetchFailures: 0 }],
  ['localityWait', { localityWait: -1 }],
])('%s out of range is refused', async (name, options) => {
  ctx = await Context.local()
  const refused = Context.local(options)
  await expect(refused).rejects.toMatchObject({
    code: 'ATOMIC2005',
    message: expect.stringContaining(name),
  })
})
