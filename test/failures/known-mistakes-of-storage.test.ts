import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Context, StorageLevel } from '@atomic-ts/atomic'
import { load } from '@atomic-ts/compiler'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type * as Mistakes from './known-mistakes.ts'

const jobs = await load<typeof Mistakes>(new URL('known-mistakes.ts', import.meta.url).pathname)

let scratch: string
beforeEach(() => void (scratch = mkdtempSync(join(tmpdir(), 'atomic-mistakes-'))))
afterEach(() => rmSync(scratch, { recursive: true, force: true }))

describe.each(['in-process', 'threads'] as const)('%s', (transport) => {
  const little = { sharedMemory: 0.05, taskMemory: 0.01 }
  const least = { sharedMemory: 0.001, taskMemory: 0.01 }

  test.each([
    ['DISK_ONLY blocks', 'DISK_ONLY', {}],
    ['blocks that leave memory', 'MEMORY_AND_DISK', little],
  ] as const)('%s are read again, and one that is damaged is computed again', async (_, level, memory) => {
    await using ctx = await Context.local({ slots: 2, transport, scratch, ...memory })
    const made = ctx.longAccumulator()
    const kept = jobs.keptNumbers(ctx, StorageLevel[level], made)
    for (let i = 0; i < 3; i++) expect(await kept.sum()).toBe(800_000_000)
    expect(made.value).toBe(40_000)
    const [block] = files()
    if (block === undefined) throw new Error('Nothing is on disk.')
    const bytes = readFileSync(block)
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1
    writeFileSync(block, bytes)
    expect(await kept.sum()).toBe(800_000_000)
    expect(made.value).toBe(50_000)
  })

  test('what sorts, groups and map tasks spill is read again, all of it', async () => {
    await using ctx = await Context.local({ slots: 2, transport, scratch, ...least })
    const spilled: string[] = []
    ctx.listen(() => spilled.push(...files()))
    expect(await jobs.spillsAndReads(ctx)).toEqual([59_999, 59_998, 7007, 60_000])
    expect(spilled.length).toBeGreaterThan(0)
  })

  test('a spill that fails is an error, and never fewer records', async () => {
    await using ctx = await Context.local({ slots: 1, transport, scratch, maxFailures: 2, ...least })
    await expect(jobs.losesItsDisk(ctx, scratch, true)).rejects.toMatchObject({
      cause: { code: 'ATOMIC7001', message: expect.stringContaining(scratch) },
    })
    expect(statSync(scratch).isFile()).toBe(true)
  })

  test('what cannot be kept on disk is computed, and none of it is missing', async () => {
    await using ctx = await Context.local({ slots: 1, transport, scratch })
    expect(await jobs.losesItsDisk(ctx, scratch, false)).toBe(60_000)
    expect(statSync(scratch).isFile()).toBe(true)
  })
})

/** What is on disk beside the marks of who owns it. */
function files(): string[] {
  if (!existsSync(scratch)) return []
  const all = readdirSync(scratch, { recursive: true, withFileTypes: true })
  return all.filter((each) => each.isFile()).map((each) => join(each.parentPath, each.name))
}
