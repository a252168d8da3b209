import { Context } from '@atomic-ts/atomic'
import { load } from '@atomic-ts/compiler'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type * as Programs from './parallelize.ts'

const { seen } = await load<typeof Programs>(new URL('parallelize.ts', import.meta.url).pathname)

let ctx: Context

describe.each(['in-process', 'threads'] as const)('%s', (transport) => {
  beforeEach(async () => {
    ctx = await Context.local({ slots: 2, transport })
  })
  afterEach(() => ctx.stop())

  test.each([
    ['strings', () => Array.from({ length: 100 }, (_, i) => `whale ${i}`), 'ship'],
    ['strings and others', () => ['whale', 1, null, ['ship'], 'sea'], 'ship'],
    ['pairs', () => Array.from({ length: 20 }, (_, i) => ['whale', i]), ['ship', 0]],
  ])('records are copied by parallelize, also %s', async (_, make: () => unknown[], other) => {
    const records = make()
    const rdd = seen(ctx, records, 7)
    records[0] = other
    const nested = records.find((record) => Array.isArray(record))
    if (Array.isArray(nested)) nested[0] = 'changed'
    records.length = 4
    expect(await rdd.collect()).toEqual(make())
    // Again, when everything was encoded long ago.
    expect(await rdd.collect()).toEqual(make())
  })

  test('a job waits for no other one, whatever is encoded when it starts', async () => {
    const lines = Array.from({ length: 10_000 }, (_, i) => `line ${i}`)
    const [a, b] = [seen(ctx, lines, 12), seen(ctx, lines, 5)]
    expect(await Promise.all([a.count(), b.count(), a.collect()])).toEqual([10_000, 10_000, lines])
  })
})
