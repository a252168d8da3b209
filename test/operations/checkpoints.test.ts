import { once } from 'node:events'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { Context, StorageLevel } from '@atomic-ts/atomic'
import { load } from '@atomic-ts/compiler'
import { execa } from 'execa'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type * as Checkpoints from './checkpoints.ts'

const programs = await load<typeof Checkpoints>(new URL('checkpoints.ts', import.meta.url).pathname)

let ctx: Context
let folder: string
let scratch: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'atomic-checkpoints-'))
  scratch = mkdtempSync(join(tmpdir(), 'atomic-scratch-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
  rmSync(scratch, { recursive: true, force: true })
})

describe.each(['in-process', 'threads'] as const)('%s', (transport) => {
  beforeEach(async () => {
    ctx = await Context.local({ slots: 2, transport, scratch, maxFailures: 1 })
  })
  afterEach(async () => {
    await ctx.stop()
    expect(readdirSync(scratch)).toEqual([])
  })

  const expected = Array.from({ length: 100 }, (_, n) => [n, `record ${n}`])

  test('an RDD is saved after the first action, and read from there', async () => {
    ctx.setCheckpointDir(folder)
    const calls = ctx.longAccumulator()
    const rdd = programs.records(ctx, calls).setName('kept').checkpoint().checkpoint()
    expect([rdd.isCheckpointed(), rdd.getCheckpointFile(), saved()]).toEqual([false, undefined, []])
    const { id } = rdd
    expect(await rdd.count()).toBe(100)
    expect([rdd.isCheckpointed(), rdd.isLocallyCheckpointed(), rdd.id, rdd.name]).toEqual([
      true,
      false,
      id,
      'kept',
    ])
    expect(rdd.getCheckpointFile()).toBe(`${ctx.getCheckpointDir()}/rdd-${id}`)
    expect(saved()).toEqual(
      ['_SUCCESS', 'part-00000', 'part-00001', 'part-00002'].map((name) => `rdd-${id}/${name}`),
    )
    // Computed once for the action, and once to be saved.
    expect(calls.value).toBe(200)
    expect(await rdd.collect()).toEqual(expected)
    expect(calls.value).toBe(200)
    expect(rdd.toDebugString()).toContain('checkpoint')
    expect(rdd.toDebugString()).not.toContain('range')
  })

  test('what was built on it before is read from there, too, and what is kept is saved as it is', async () => {
    ctx.setCheckpointDir(folder)
    const calls = ctx.longAccumulator()
    const rdd = programs.sums(ctx, calls).persist(StorageLevel.MEMORY_ONLY).checkpoint()
    const before = rdd.values()
    const { partitioner } = rdd
    expect((await rdd.values().collect()).reduce((a, b) => a + b)).toBe(4950)
    expect(calls.value).toBe(10)
    rdd.unpersist()
    expect((await before.collect()).reduce((a, b) => a + b)).toBe(4950)
    expect(await programs.afterwards(rdd)).toEqual([5, [4, 3, 2, 1, 0], 5, 10, 5])
    expect(rdd.partitioner).toEqual(partitioner)
    expect(calls.value).toBe(10)
  })

  test('a loop forgets what was before its checkpoints', async () => {
    ctx.setCheckpointDir(folder)
    expect(await programs.iterates(ctx, 10)).toEqual([145, 3])
  })

  test('a local checkpoint is gone with the context, or when nobody needs it', async () => {
    const calls = ctx.longAccumulator()
    await (async () => {
      const rdd = programs.records(ctx, calls).localCheckpoint()
      expect(await rdd.count()).toBe(100)
      expect([rdd.isCheckpointed(), rdd.isLocallyCheckpointed(), rdd.getCheckpointFile()]).toEqual([
        true,
        true,
        undefined,
      ])
      expect(await rdd.collect()).toEqual(expected)
      expect(calls.value).toBe(200)
      expect(inScratch()).toHaveLength(1)
    })()
    setFlagsFromString('--expose_gc')
    const collectGarbage = runInNewContext('gc') as () => void
    await vi.waitFor(() => {
      collectGarbage()
      expect(inScratch()).toEqual([])
    })
  })

  test('two actions at the same time save it once', async () => {
    ctx.setCheckpointDir(folder)
    const calls = ctx.longAccumulator()
    const rdd = programs.sums(ctx, calls).checkpoint()
    expect(await Promise.all([rdd.count(), rdd.count(), rdd.keys().count()])).toEqual([5, 5, 5])
    expect(await rdd.count()).toBe(5)
    expect(saved()).toHaveLength(4)
  })

  test.each<[how: string, damage: (path: string) => void, code: string]>([
    ['is missing', (path) => rmSync(path), 'ATOMIC5002'],
    ['is cut off', (path) => truncateSync(path, 100), 'ATOMIC5002'],
    ['is damaged', (path) => flip(path, 40), 'ATOMIC5008'],
    ['is of another program', (path) => writeFileSync(path, 'x'.repeat(10_000)), 'ATOMIC5008'],
    ['is another partition', (path) => cpSync(path.replace('00001', '00002'), path), 'ATOMIC5008'],
  ])('a file that %s is one clear error', async (_how, damage, code) => {
    ctx.setCheckpointDir(folder)
    const rdd = programs.records(ctx, ctx.longAccumulator()).checkpoint()
    expect(await rdd.count()).toBe(100)
    damage(join(rdd.getCheckpointFile() ?? '', 'part-00001'))
    await expect(rdd.collect()).rejects.toMatchObject({
      cause: {
        code,
        message: expect.stringMatching(/The checkpoint of map at .*checkpoints\.ts:\d+ is lost/),
      },
    })
    await expect(rdd.collect()).rejects.toThrow('part-00001')
  })

  test('a checkpoint needs a folder that can be written', () => {
    const numbers = ctx.range(3)
    expect(() => numbers.checkpoint()).toThrow(
      expect.objectContaining({ code: 'ATOMIC2006', at: expect.stringContaining('checkpoints.test.ts') }),
    )
    writeFileSync(join(folder, 'file'), '')
    for (const path of [join(folder, 'file'), join(folder, 'file', 'below')]) {
      expect(() => ctx.setCheckpointDir(path)).toThrow('ATOMIC5004')
    }
    expect(() => ctx.setCheckpointDir('ftp://host/path')).toThrow('ATOMIC5006')
    expect(ctx.getCheckpointDir()).toBeUndefined()
  })
})

test('a process that is killed while it saves shows nothing half-written, and the next one removes what it left', async () => {
  const program = new URL('checkpoints-for-long.ts', import.meta.url).pathname
  const args = ['--import', '@atomic-ts/atomic/register', program, folder, join(scratch, 'mark')]
  const child = execa('node', args, { reject: false })
  await once(child.stdout, 'data')
  child.kill('SIGKILL')
  await child
  const [own = ''] = readdirSync(folder)
  const names = readdirSync(join(folder, own))
  expect(names.filter((name) => !name.startsWith('.'))).toHaveLength(1)
  expect(names.filter((name) => name.startsWith('.'))).toHaveLength(1)
  await using next = await Context.local({ slots: 1, scratch })
  next.setCheckpointDir(folder)
  // What was saved stays, as in Spark.
  expect(readdirSync(join(folder, own))).toEqual([expect.stringMatching(/^rdd-\d+$/)])
})

function saved(): string[] {
  const [own] = readdirSync(folder)
  if (own === undefined) return []
  const files = readdirSync(join(folder, own), { recursive: true, encoding: 'utf8' })
  return files.filter((name) => name.includes('/')).toSorted((a, b) => a.localeCompare(b))
}

function inScratch(): string[] {
  return readdirSync(scratch, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /checkpoint-[^/]*$/.test(name),
  )
}

function flip(path: string, at: number): void {
  const bytes = readFileSync(path)
  bytes[at] = 1 ^ (bytes[at] ?? 0)
  writeFileSync(path, bytes)
}
