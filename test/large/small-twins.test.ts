import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Context } from '@atomic-ts/atomic'
import { load } from '@atomic-ts/compiler'
import { expect, test } from 'vitest'
import type * as Cache from './cache.ts'
import type * as DistinctKeys from './distinct-keys.ts'
import type * as Group from './group.ts'
import type * as Join from './join.ts'
import type * as Sort from './sort.ts'

const [{ sortsTexts }, { groupsTexts }, { joinsTexts }, { sumsByKey }, { cachesTexts }] = await Promise.all([
  load<typeof Sort>(path('sort.ts')),
  load<typeof Group>(path('group.ts')),
  load<typeof Join>(path('join.ts')),
  load<typeof DistinctKeys>(path('distinct-keys.ts')),
  load<typeof Cache>(path('cache.ts')),
])

// The programs of `npm run test:large`, with a thousandth of the data and of the memory.
test.each([
  ['sortByKey', sortsTexts, 40_000],
  ['groupByKey with a quarter in one key', groupsTexts, 20_000],
  ['a join with half as many', joinsTexts, 20_000],
  ['reduceByKey with distinct keys', sumsByKey, 50_000],
  ['caching at MEMORY_AND_DISK', cachesTexts, 30_000],
])('%s over more than memory', async (_, workload, n) => {
  const scratch = mkdtempSync(join(tmpdir(), 'atomic-large-'))
  const ctx = await Context.local({ slots: 2, taskMemory: 0.16, sharedMemory: 0.5, scratch })
  try {
    expect(await workload(ctx, n, 8)).toMatchObject({ isRight: true })
    expect(readdirSync(scratch)).toHaveLength(1)
  } finally {
    await ctx.stop()
  }
  expect(readdirSync(scratch)).toEqual([])
  rmSync(scratch, { recursive: true })
})

function path(name: string): string {
  return new URL(name, import.meta.url).pathname
}
