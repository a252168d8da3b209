import { expect, test } from 'vitest'
import { samePartitioner, type Partitioner } from './partitioner.ts'

test('samePartitioner() takes two hash partitioners of one size for the same', () => {
  expect(samePartitioner(hash(3), hash(3))).toBe(true)
  expect(samePartitioner(hash(3), hash(4))).toBe(false)
})

test('samePartitioner() takes a range partitioner for the same as itself only', () => {
  const range: Partitioner = { kind: 'range', partitions: 3, ascending: true }
  expect(samePartitioner(range, range)).toBe(true)
  expect(samePartitioner(range, { ...range })).toBe(false)
  expect(samePartitioner(range, hash(3))).toBe(false)
})

test('samePartitioner() compares the task of custom partitioners, and what it captures', () => {
  expect(samePartitioner(custom('f', 1, 2), custom('f', 1, 2))).toBe(true)
  expect(samePartitioner(custom('f', 1, 2), custom('f', 1, 3))).toBe(false)
  expect(samePartitioner(custom('f', 1), custom('f', 1, 0))).toBe(false)
  expect(samePartitioner(custom('f'), custom('g'))).toBe(false)
  expect(samePartitioner(custom('f'), hash(3))).toBe(false)
})

test('samePartitioner() tells apart two functions of a program that was never built', () => {
  const local = (f: () => number): Partitioner => {
    return { kind: 'custom', partitions: 3, task: { id: 'local', local: f } }
  }
  const one = (): number => 1
  expect(samePartitioner(local(one), local(one))).toBe(true)
  expect(
    samePartitioner(
      local(one),
      local(() => 1),
    ),
  ).toBe(false)
})

test('samePartitioner() knows nothing of what is not known', () => {
  expect(samePartitioner(undefined, undefined)).toBe(false)
  expect(samePartitioner(hash(3), undefined)).toBe(false)
})

function hash(partitions: number): Partitioner {
  return { kind: 'hash', partitions }
}

function custom(id: string, ...captures: readonly number[]): Partitioner {
  return { kind: 'custom', partitions: 3, task: { id, captures: Uint8Array.from(captures) } }
}
