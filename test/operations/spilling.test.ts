import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { Context } from '@atomic-ts/atomic'
import { load } from '@atomic-ts/compiler'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type * as Spilling from './spilling.ts'

const programs = await load<typeof Spilling>(new URL('spilling.ts', import.meta.url).pathname)

let ctx: Context
let scratch: string

describe.each(['in-process', 'threads'] as const)('%s', (transport) => {
  beforeEach(async () => {
    scratch = mkdtempSync(join(tmpdir(), 'atomic-spilling-'))
    ctx = await Context.local({ slots: 2, transport, taskMemory: 0.01, sharedMemory: 0.01, scratch })
  })
  afterEach(async () => {
    await ctx.stop()
    expect(readdirSync(scratch)).toEqual([])
    rmSync(scratch, { recursive: true })
  })

  test('records that a task has no room for go to disk, and every one comes back', async () => {
    const numbers = programs.spread(ctx, 50_000)
    const found = (await numbers.collect()).toSorted((a, b) => a - b)
    expect(found).toEqual(Array.from({ length: 50_000 }, (_, i) => i))
    expect(filesIn(scratch)).toHaveLength(3)
  })

  test('records that go in turn are spread evenly, however often a task goes to disk', async () => {
    const sizes = (await programs.spread(ctx, 50_000).glom().collect()).map(({ length }) => length)
    for (const size of sizes) expect(Math.abs(size - 12_500)).toBeLessThanOrEqual(3)
  })

  test('a later job reads what is on disk', async () => {
    const words = programs.words(ctx, 20_000)
    expect(await words.count()).toBe(20_000)
    const before = filesIn(scratch)
    expect(new Set(await words.keys().distinct().collect()).size).toBe(1000)
    expect(filesIn(scratch)).toEqual(expect.arrayContaining(before))
  })

  test('files go when nobody can ask for them any longer', async () => {
    expect(await programs.spread(ctx, 20_000).count()).toBe(20_000)
    expect(filesIn(scratch)).toHaveLength(3)
    setFlagsFromString('--expose_gc')
    const collectGarbage = runInNewContext('gc') as () => void
    await vi.waitFor(() => {
      collectGarbage()
      expect(filesIn(scratch)).toEqual([])
    })
  })
})

function filesIn(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => readdirSync(join(folder, name)))
}
