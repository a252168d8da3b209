import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { Context, StorageLevel, type JobEvent, type LocalOptions, type RDD } from '@atomic-ts/atomic'
import { load } from '@atomic-ts/compiler'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type * as Storage from './storage.ts'

const programs = await load<typeof Storage>(new URL('storage.ts', import.meta.url).pathname)

let ctx: Context
let scratch: string

describe.each(['in-process', 'threads'] as const)('%s', (transport) => {
  beforeEach(async () => {
    scratch = mkdtempSync(join(tmpdir(), 'atomic-storage-'))
    ctx = await Context.local({ slots: 2, transport, scratch })
  })
  afterEach(async () => {
    await ctx.stop()
    expect(readdirSync(scratch)).toEqual([])
    rmSync(scratch, { recursive: true })
  })

  const levels = Object.entries(StorageLevel).filter(([name]) => name !== 'NONE')

  test.each(levels)('%s: computed once, freed by unpersist', async (_name, level) => {
    const calls = ctx.longAccumulator()
    const rdd = programs.kept(ctx, level, calls)
    const expected = Array.from({ length: 4000 }, (_, n) => [n, `record ${n}`])
    expect(await rdd.collect()).toEqual(expected)
    expect(await rdd.collect()).toEqual(expected)
    expect(calls.value).toBe(4000)
    expect(rdd.getStorageLevel()).toEqual(level)
    const [info] = ctx.getRDDStorageInfo()
    expect(info).toMatchObject({ id: rdd.id, numPartitions: 4, numCachedPartitions: 4, storageLevel: level })
    expect([(info?.memSize ?? 0) > 0, (info?.diskSize ?? 0) > 0]).toEqual([level.useMemory, !level.useMemory])
    if (level.replication === 1) expect(files()).toHaveLength(level.useMemory ? 0 : 4)
    await rdd.unpersist({ blocking: true })
    expect([ctx.getRDDStorageInfo(), files(), rdd.getStorageLevel()]).toEqual([[], [], StorageLevel.NONE])
    expect(await rdd.count()).toBe(4000)
    expect(calls.value).toBe(8000)
  })

  test('the level of an RDD that is kept cannot change, as in Spark', () => {
    const rdd = ctx.range(3).cache()
    expect(rdd.persist().cache().getStorageLevel()).toEqual(StorageLevel.MEMORY_ONLY)
    expect(() => rdd.persist(StorageLevel.DISK_ONLY)).toThrow(
      expect.objectContaining({ code: 'ATOMIC2006', at: expect.stringContaining('storage.test.ts') }),
    )
    rdd.unpersist().persist(StorageLevel.DISK_ONLY)
    expect([...ctx.getPersistentRDDs().keys()]).toEqual([rdd.id])
    expect(() => ctx.range(3).persist({ useDisk: true } as StorageLevel)).toThrow('ATOMIC2002')
    expect(ctx.range(3).persist(StorageLevel.NONE).getStorageLevel()).toEqual(StorageLevel.NONE)
  })

  test('with little memory the disk takes the rest; without a disk it is computed again', async () => {
    await restart({ transport, sharedMemory: 0.05, taskMemory: 0.01 })
    const calls = ctx.longAccumulator()
    const onDisk = programs.numbers(ctx, 40_000, StorageLevel.MEMORY_AND_DISK, calls)
    expect([await onDisk.sum(), await onDisk.sum(), calls.value]).toEqual([800_000_000, 800_000_000, 40_000])
    expect(files().length).toBeGreaterThan(0)
    await onDisk.unpersist({ blocking: true })
    const inMemory = programs.numbers(ctx, 40_000, StorageLevel.MEMORY_ONLY, calls)
    expect([await inMemory.sum(), await inMemory.sum()]).toEqual([800_000_000, 800_000_000])
    expect(calls.value).toBe(120_000)
    expect([files(), ctx.getRDDStorageInfo()]).toEqual([[], []])
    expect(await programs.parentAndChild(ctx, 40_000)).toEqual([
      1_599_980_000, 799_990_000, 1_599_980_000, 40_000,
    ])
  })

  test('what was not used for the longest time makes room, and listeners hear of it', async () => {
    await restart({ slots: 1, transport, sharedMemory: 0.6 })
    const calls = ctx.longAccumulator()
    const heard: JobEvent[] = []
    ctx.listen((event) => event.kind === 'blockUpdated' && heard.push(event))
    const [first, second, third] = [1, 2, 3].map(() =>
      programs.numbers(ctx, 20_000, StorageLevel.MEMORY_ONLY_SER, calls),
    ) as [RDD<number>, RDD<number>, RDD<number>]
    for (const rdd of [first, second, first, third]) expect(await rdd.count()).toBe(20_000)
    const cached = new Map(ctx.getRDDStorageInfo().map((info) => [info.id, info.numCachedPartitions]))
    expect([cached.get(first.id), cached.get(third.id)]).toEqual([4, 4])
    expect(cached.get(second.id) ?? 0).toBeLessThan(4)
    expect(heard).toContainEqual(expect.objectContaining({ rdd: second.id, memory: 0, isKept: false }))
  })

  test.each(['MEMORY_AND_DISK', 'DISK_ONLY'] as const)(
    'a file that is damaged is computed again: %s',
    async (name) => {
      await restart({ transport, sharedMemory: 0.01, taskMemory: 0.001 })
      const calls = ctx.longAccumulator()
      const rdd = programs.kept(ctx, StorageLevel[name], calls)
      expect(await rdd.count()).toBe(4000)
      const [path = ''] = files()
      const bytes = readFileSync(path)
      bytes[bytes.length - 10] = 1 ^ (bytes.at(-10) ?? 0)
      writeFileSync(path, bytes)
      expect(await rdd.collect()).toEqual(Array.from({ length: 4000 }, (_, n) => [n, `record ${n}`]))
      expect(calls.value).toBe(5000)
      expect(await rdd.count()).toBe(4000)
      expect(calls.value).toBe(5000)
    },
  )

  test('records of a class stay as they are, or are one clear error', async () => {
    for (const level of [StorageLevel.MEMORY_ONLY, StorageLevel.MEMORY_AND_DISK]) {
      expect(await programs.ofAClass(ctx, level)).toEqual([0, 2, 4, 6])
    }
    await expect(programs.ofAClass(ctx, StorageLevel.MEMORY_ONLY_SER)).rejects.toMatchObject({
      cause: { code: 'ATOMIC4001' },
    })
  })

  test('an RDD that the program can reach no more is freed', async () => {
    expect(await programs.unreachable(ctx)).toBe(1000)
    expect(ctx.getRDDStorageInfo()).toHaveLength(1)
    setFlagsFromString('--expose_gc')
    const collectGarbage = runInNewContext('gc') as () => void
    await vi.waitFor(() => {
      collectGarbage()
      expect(ctx.getPersistentRDDs().size).toBe(0)
    })
  })

  async function restart(options: LocalOptions): Promise<void> {
    await ctx.stop()
    ctx = await Context.local({ slots: 2, scratch, ...options })
  }
})

describe('threads', () => {
  beforeEach(async () => {
    scratch = mkdtempSync(join(tmpdir(), 'atomic-storage-'))
    ctx = await Context.local({ slots: 2, transport: 'threads', scratch })
  })
  afterEach(async () => {
    await ctx.stop()
    rmSync(scratch, { recursive: true })
  })

  test.each(['MEMORY_ONLY', 'MEMORY_AND_DISK_SER', 'DISK_ONLY'] as const)(
    'what a lost thread held is computed again, and its files are gone: %s',
    async (name) => {
      const calls = ctx.longAccumulator()
      const rdd = programs.kept(ctx, StorageLevel[name], calls)
      expect(await rdd.count()).toBe(4000)
      // A thread that reads what is kept, so that it loses some of it.
      expect(await programs.losesAThread(rdd, join(scratch, 'lost'))).toBe(4000)
      expect(await rdd.count()).toBe(4000)
      expect(calls.value).toBeGreaterThan(4000)
      expect(files()).toHaveLength(name === 'DISK_ONLY' ? 4 : 0)
    },
  )

  test.each(['MEMORY_ONLY_2', 'MEMORY_AND_DISK_SER_2', 'DISK_ONLY_2'] as const)(
    'two slots hold each partition, so that one may be lost: %s',
    async (name) => {
      const calls = ctx.longAccumulator()
      const rdd = programs.kept(ctx, StorageLevel[name], calls)
      const copies = new Set<string>()
      const all = new Promise<void>((resolve) => {
        ctx.listen((event) => {
          if (event.kind !== 'blockUpdated') return
          copies.add(`${event.partition} in ${event.slot}`)
          if (copies.size === 8) resolve()
        })
      })
      expect(await rdd.count()).toBe(4000)
      await all
      expect(await programs.losesAThread(ctx.range(2), join(scratch, 'lost'))).toBe(2)
      expect(await rdd.count()).toBe(4000)
      expect(calls.value).toBe(4000)
    },
  )
})

function files(): string[] {
  return readdirSync(scratch, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.includes('block-'))
    .map((name) => join(scratch, name))
}
