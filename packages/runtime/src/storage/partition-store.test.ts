import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { StorageLevel } from '@atomic-ts/core/internal'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { rowsOf } from '../columns/rows-of.ts'
import { decodeColumn, encodeChunk } from '../codec/chunk.ts'
import { isColumn, type Column, type Rows } from '../columns/column.ts'
import type { BlockStatus } from './block.ts'
import { PartitionStore, type StoreLimits } from './partition-store.ts'

let folder: string
let statuses: BlockStatus[]
let reserved: number

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'atomic-store-'))
  statuses = []
  reserved = 0
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const levels = Object.entries(StorageLevel).filter(([name]) => name !== 'NONE')

test.each(levels)('%s: what was written is read, whatever it is', (_name, level) => {
  const records = fc.array(fc.oneof(fc.integer(), fc.string(), fc.constant(null), fc.array(fc.double())))
  const points = fc.array(fc.array(fc.double(), { minLength: 9, maxLength: 9 }), {
    minLength: 32,
    maxLength: 40,
  })
  const chunk = fc.oneof(records, fc.array(fc.double()), points, fc.array(fc.tuple(fc.string(), fc.nat())))
  const asItComes = fc
    .tuple(chunk, fc.boolean())
    .map(([rows, areColumns]) => (areColumns ? columnOf(rows) : rows))
  const chunks = fc.array(asItComes, { maxLength: 5 })
  fc.assert(
    fc.property(chunks, fc.constantFrom(0, 300, 1e6), fc.constantFrom(0, 200, 1e6), (parts, memory, heap) => {
      const of = store({ memory, heap })
      const rows = all(parts)
      expect(write(of, 1, level, parts)).toEqual(rows)
      const again = read(of, 1)
      if (level.useDisk || memory > 1000) expect(again).toEqual(rows)
      else expect(again ?? rows).toEqual(rows)
      of.drop(1)
      expect([read(of, 1), reserved, files()]).toEqual([undefined, 0, []])
    }),
  )
})

test('what was not used for the longest time goes first, by bytes, and never of the RDD that is written', () => {
  const of = store({ memory: 3000 })
  for (const rdd of [1, 2, 3]) write(of, rdd, StorageLevel.MEMORY_ONLY_SER, [numbers(100)])
  expect(read(of, 1)).toHaveLength(100)
  // It takes more than one of the others has.
  write(of, 4, StorageLevel.MEMORY_ONLY_SER, [numbers(200)])
  expect([1, 2, 3, 4].map((rdd) => read(of, rdd)?.length)).toEqual([100, undefined, undefined, 200])
  write(of, 4, StorageLevel.MEMORY_ONLY_SER, [numbers(150)], 1)
  expect([read(of, 1), read(of, 4)?.length, read(of, 4, 1)?.length]).toEqual([undefined, 200, 150])
  // There is nothing left to evict but its own.
  expect(write(of, 4, StorageLevel.MEMORY_ONLY_SER, [numbers(100)], 2)).toHaveLength(100)
  expect([read(of, 4)?.length, read(of, 4, 1)?.length, read(of, 4, 2)]).toEqual([200, 150, undefined])
})

test('nothing is evicted for what does not fit at all', () => {
  const of = store({ memory: 3000 })
  write(of, 1, StorageLevel.MEMORY_ONLY_SER, [numbers(100)])
  expect(write(of, 2, StorageLevel.MEMORY_ONLY_SER, [numbers(1000)])).toHaveLength(1000)
  expect([read(of, 1)?.length, read(of, 2)]).toEqual([100, undefined])
  const points = columnOf(Array.from({ length: 10_000 }, () => numbers(12)))
  expect(write(of, 2, StorageLevel.MEMORY_ONLY, [points, points])).toHaveLength(20_000)
})

test('what leaves memory goes to disk where the level says so, and comes back when there is room', () => {
  const of = store({ memory: 2000 })
  write(of, 1, StorageLevel.MEMORY_AND_DISK, [numbers(200)])
  write(of, 2, StorageLevel.MEMORY_AND_DISK, [numbers(200)])
  expect(statuses.at(-2)).toMatchObject({ rdd: 1, memory: 0, isKept: true })
  expect(files()).toHaveLength(1)
  expect(read(of, 1)).toEqual([...numbers(200)])
  expect(statuses.at(-1)).toMatchObject({ rdd: 2, disk: 0 })
  of.drop(2)
  expect(read(of, 1)).toEqual([...numbers(200)])
  expect(statuses.at(-1)).toMatchObject({ rdd: 1, isKept: true })
  expect(statuses.at(-1)?.memory).toBeGreaterThan(1600)
})

test('a partition grows into a file when memory ends in the middle of it', () => {
  const of = store({ memory: 50_000 })
  const parts = Array.from({ length: 10 }, (_, i) => numbers(2000, i))
  expect(write(of, 1, StorageLevel.MEMORY_AND_DISK_SER, parts)).toHaveLength(20_000)
  expect(statuses).toEqual([expect.objectContaining({ memory: 0, isKept: true })])
  expect(reserved).toBe(0)
})

test.each(['changed', 'cut off', 'gone'] as const)(
  'a file that is %s reads as nothing, and is forgotten',
  (how) => {
    const of = store()
    write(of, 1, StorageLevel.DISK_ONLY, [numbers(200)])
    const path = join(folder, files()[0] ?? '')
    const bytes = readFileSync(path)
    bytes[500] = (bytes[500] ?? 0) ^ 1
    if (how === 'gone') rmSync(path)
    else writeFileSync(path, how === 'changed' ? bytes : bytes.subarray(0, -1))
    expect(read(of, 1)).toBeUndefined()
    expect(statuses.at(-1)).toMatchObject({ isKept: false })
    expect(files()).toEqual([])
  },
)

test('columns of numbers are kept as they are read, and others as records', () => {
  const of = store()
  write(of, 1, StorageLevel.MEMORY_ONLY, [Array.from({ length: 100 }, (_, i) => [i, { n: i / 2 }])])
  write(of, 2, StorageLevel.MEMORY_ONLY, [['a', null, [1, 2]]])
  expect([...(of.read(1, 0)?.chunks ?? [])].every(isColumn)).toBe(true)
  expect([...(of.read(2, 0)?.chunks ?? [])].some(isColumn)).toBe(false)
})

test('wide columns are kept as records while the heap has room, then as they are read', () => {
  const points = (n: number): Column => columnOf(Array.from({ length: n }, () => numbers(12)))
  const of = store({ heap: 100_000 })
  write(of, 1, StorageLevel.MEMORY_ONLY, [points(100)])
  write(of, 2, StorageLevel.MEMORY_ONLY, [points(1000)])
  write(of, 3, StorageLevel.MEMORY_ONLY_SER, [points(100)])
  expect([...(of.read(1, 0)?.chunks ?? [])].some(isColumn)).toBe(false)
  const [first, second] = [[...(of.read(2, 0)?.chunks ?? [])], [...(of.read(2, 0)?.chunks ?? [])]]
  expect(first.filter(isColumn)).not.toEqual([])
  expect(first.every((rows, i) => rows === second[i])).toBe(true)
  expect([...(of.read(3, 0)?.chunks ?? [])].every(isColumn)).toBe(true)
})

test('a copy for another slot reads the same', () => {
  const [here, there] = [store(), store({ memory: 100 })]
  write(here, 1, StorageLevel.MEMORY_AND_DISK_2, [[1, 'a'], numbers(100)])
  const encoded = here.encoded(1, 0) ?? []
  there.adopt({ rdd: 1, partition: 0, level: StorageLevel.MEMORY_AND_DISK_2 }, encoded, () => undefined)
  expect(read(there, 1)).toEqual([1, 'a', ...numbers(100)])
  expect(files()).toHaveLength(1)
})

test('records that cannot be encoded stay where they are, or are computed again', () => {
  const warned = vi.spyOn(process, 'emitWarning')
  const of = store({ memory: 5000 })
  const functions = Array.from({ length: 100 }, () => () => 1)
  expect(write(of, 1, StorageLevel.MEMORY_AND_DISK, [functions])).toEqual(functions)
  expect(read(of, 1)).toEqual(functions)
  write(of, 2, StorageLevel.MEMORY_AND_DISK, [numbers(600)])
  expect([read(of, 1), read(of, 2)?.length]).toEqual([undefined, 600])
  expect(() => write(of, 3, StorageLevel.DISK_ONLY, [functions])).toThrow('ATOMIC4001')
  expect(files()).toEqual([])
  expect(warned).not.toHaveBeenCalled()
})

test('without a disk partitions are computed again, and it is said once', () => {
  const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined)
  writeFileSync(join(folder, 'file'), '')
  const of = store({ memory: 1000, folder: join(folder, 'file', 'below') })
  for (const level of [StorageLevel.DISK_ONLY, StorageLevel.MEMORY_AND_DISK]) {
    expect(write(of, 1, level, [numbers(200)])).toHaveLength(200)
    expect(read(of, 1)).toBeUndefined()
  }
  expect(warned).toHaveBeenCalledOnce()
  warned.mockRestore()
})

function store(limits: Partial<StoreLimits> = {}): PartitionStore {
  const budget = {
    reserve: (bytes: number) => ((reserved += bytes), true),
    release: (bytes: number) => void (reserved -= bytes),
  }
  return new PartitionStore({ budget, memory: 1e6, heap: 1e6, folder, ...limits })
}

function write(
  of: PartitionStore,
  rdd: number,
  level: StorageLevel,
  parts: readonly Rows[],
  partition = 0,
): unknown[] {
  const key = { rdd, partition, level }
  const writer = of.write(key)
  try {
    const isTaken = parts.map((rows) => writer.add(rows))
    const written = isTaken.every(Boolean) ? writer.finish() : undefined
    return all(written ? of.keep(key, written, (status) => statuses.push(status)) : writer.taken())
  } catch (error) {
    writer.abandon()
    throw error
  }
}

function read(of: PartitionStore, rdd: number, partition = 0): unknown[] | undefined {
  const found = of.read(rdd, partition)
  return found && all(found.chunks)
}

function all(chunks: Iterable<Rows>): unknown[] {
  return [...chunks].flatMap((rows) => (isColumn(rows) ? rowsOf(rows) : [...rows]))
}

/** Rows as they come from elsewhere. */
function columnOf(rows: readonly unknown[]): Column {
  return decodeColumn(encodeChunk(rows))
}

/** Numbers that take 8 bytes each. */
function numbers(n: number, from = 0): number[] {
  return Array.from({ length: n }, (_, i) => from + i + 0.5)
}

function files(): string[] {
  return readdirSync(folder).filter((name) => name.startsWith('block-'))
}
