import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Context } from '@atomic-ts/atomic'
import { load } from '@atomic-ts/compiler'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type * as SmallHeaps from './small-heaps.ts'

const { programs } = await load<typeof SmallHeaps>(new URL('small-heaps.ts', import.meta.url).pathname)

// Partitions of 25 MB, of three times as much once they are decoded, and a heap on which little is left beside the code.
const records = 24_000
const heap = 48

let ctx: Context
let scratch: string
beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'atomic-small-heaps-'))
  ctx = await Context.local({ slots: 1, memory: heap, sharedMemory: 16, transport: 'threads', scratch })
})
afterAll(async () => {
  await ctx.stop()
  expect(readdirSync(scratch)).toEqual([])
  rmSync(scratch, { recursive: true })
})

test.each(Object.entries(programs))(
  '%s',
  async (_, program) => {
    expect(await program(ctx, records)).toBe(records)
  },
  120_000,
)
