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
    const lengths = (await programs.spread(ctx, 50_000).glom().collect()).map(({ length }) => length)
    for (const length of lengths) expect(Math.abs(length - 12_500)).toBeLessThanOrEqual(3)
  })

  test('a later job reads what is on disk', async () => {
    const words = programs.words(ctx, 20_000)
    expect(await words.count()).toBe(20_000)
    const before = filesIn(scratch)
    expect(new Set(await words.keys().distinct().collect()).size).toBe(1000)
    expect(filesIn(scratch)).toEqual(expect.arrayContaining(before))
  })

  test('tables that have no room are put together from parts', async () => {
    const sums = new Map(await programs.sums(ctx, 60_000, 20_000).collect())
    expect(sums.size).toBe(20_000)
    for (const [key, sum] of sums) expect(sum).toBe(3 * key + 60_000)
  })

  test('a group without room is an array that can be gone through again', async () => {
    const n = 20_000
    const found = new Map(
      (await programs.groupsTwice(ctx, n)).map(([key, ...rest]): [string, number[]] => [key, rest]),
    )
    const sum = (n / 2) * (n / 2 - 1)
    expect(found.get('hot')).toEqual([n / 2, sum, sum])
    expect(found.size).toBe(98)
    expect([...found.values()].reduce((all, [length = 0]) => all + length, 0)).toBe(n)
  })

  test('its values can be used as those of any array, but not changed', async () => {
    const n = 20_000
    const refused = 'ATOMIC2006: A task changes the values of a group that is lar'
    expect(await programs.usesValues(ctx, n)).toEqual([
      ...[true, n / 2, 0, n - 2, undefined, 2, true, [2, 4, 6], [0, 2, 4, 6], n / 2, false, n / 2, n - 2],
      ...[true, refused, refused, refused],
    ])
  })

  test('a group on disk can be cached', async () => {
    expect(await programs.keepsGroups(ctx, 20_000)).toEqual([20_000, 20_000])
  })

  test('joins and cogroups of a key without room', async () => {
    const n = 20_000
    const left = sizes(n)
    const right = sizes(200)
    let pairs = 0
    for (const [key, size] of left) pairs += size * (right.get(key) ?? 0)
    expect(await programs.joins(ctx, n)).toBe(pairs)
    const groups = await programs.cogroups(ctx, n)
    expect(new Set(groups)).toEqual(new Set([...left].map(([key, size]) => [key, size, right.get(key) ?? 0])))
  })

  test.each([true, false])(
    'a sort on disk keeps the order of equal keys, ascending: %s',
    async (ascending) => {
      const pairs = Array.from({ length: 20_000 }, (_, i) => skewedPair(i))
      const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
      pairs.sort(([a], [b]) => (ascending ? order(a, b) : order(b, a)))
      expect(await programs.sorted(ctx, 20_000, ascending)).toEqual(pairs)
    },
  )

  test('files go when nobody can ask for them any longer', async () => {
    expect(await programs.spread(ctx, 20_000).count()).toBe(20_000)
    expect(filesIn(scratch)).toHaveLength(3)
    setFlagsFromString('--expose_gc')
    const collectGarbage = runInNewContext('gc') as () => void
    await vi.waitFor(() => {
      collectGarbage()
      expect(filesIn(scratch)).toEqual([])
    }, 30_000)
  })
})

function filesIn(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => readdirSync(join(folder, name)))
}

function skewedPair(i: number): [string, number] {
  return [i % 2 === 0 ? 'hot' : `key ${i % 97}`, i]
}

function sizes(n: number): Map<string, number> {
  const all = new Map<string, number>()
  for (let i = 0; i < n; i++) {
    const [key] = skewedPair(i)
    all.set(key, (all.get(key) ?? 0) + 1)
  }
  return all
}
