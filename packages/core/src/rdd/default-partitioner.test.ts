import { expect, test } from 'vitest'
import { defaultPartitioner } from './default-partitioner.ts'
import { node, type Node, type SourceNode } from './node.ts'
import type { Partitioner } from './partitioner.ts'

test('is by hash over the partitions of the largest parent when none has a partitioner', () => {
  expect(chosen(parent(3), parent(7))).toEqual(hash(7))
})

test('is the partitioner of the largest parent that has one', () => {
  const range = { kind: 'range', partitions: 4, ascending: true } as const
  expect(chosen(parent(3, hash(3)), parent(4, range), parent(8))).toBe(range)
})

test('is not one with a tenth of the partitions of the largest parent, or fewer', () => {
  expect(chosen(parent(39), parent(4, hash(4)))).toEqual(hash(4))
  expect(chosen(parent(40), parent(4, hash(4)))).toEqual(hash(40))
})

test('is by hash over the partitions that the user asks for, whatever the parents have', () => {
  const range = { kind: 'range', partitions: 5, ascending: true } as const
  expect(defaultPartitioner('join', 5, [parent(5, range)])).toEqual(hash(5))
})

const hash = (partitions: number): Partitioner => ({ kind: 'hash', partitions })
const chosen = (...parents: readonly Node[]): Partitioner => defaultPartitioner('join', undefined, parents)

function parent(partitions: number, partitioner?: Partitioner): Node {
  const source = { kind: 'parallelize', splits: [] } as const
  return node<SourceNode>({ kind: 'source', op: 'parallelize', at: '', partitions, partitioner, source })
}
