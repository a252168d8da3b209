import { expect, test } from 'vitest'
import {
  node,
  type CogroupNode,
  type NarrowNode,
  type Node,
  type ShuffleNode,
  type SourceNode,
  type UnionNode,
} from '../rdd/node.ts'
import { lineageText } from './lineage-text.ts'

test('lineageText() is one line for a source', () => {
  expect(text(source('range', 3))).toBe('(3) range at a.ts:1')
})

test('lineageText() puts narrow steps straight below each other, the newest first', () => {
  expect(text(narrow('filter', narrow('map', source('range', 2))))).toBe(
    ['(2) filter at a.ts:1', '(2) map at a.ts:1', '(2) range at a.ts:1'].join('\n'),
  )
})

test('lineageText() indents at a shuffle', () => {
  expect(text(narrow('map', shuffle('reduceByKey', 2, narrow('keyBy', source('textFile', 4)))))).toBe(
    [
      '(2) map at a.ts:1',
      '(2) reduceByKey at a.ts:1',
      ' +-(4) keyBy at a.ts:1',
      '   (4) textFile at a.ts:1',
    ].join('\n'),
  )
})

test('lineageText() shows every branch of a union and of a join', () => {
  const left = shuffle('distinct', 2, source('range', 3))
  expect(text(join(union(left, source('range', 1)), source('textFile', 2)))).toBe(
    [
      '(2) join at a.ts:1',
      ' +-(3) union at a.ts:1',
      ' |  +-(2) distinct at a.ts:1',
      ' |  |  +-(3) range at a.ts:1',
      ' |  +-(1) range at a.ts:1',
      ' +-(2) textFile at a.ts:1',
    ].join('\n'),
  )
})

test('lineageText() marks what is cached', () => {
  const cached = narrow('map', source('range', 2))
  expect(lineageText(narrow('filter', cached), (each) => each === cached)).toBe(
    ['(2) filter at a.ts:1', '(2) map at a.ts:1 [cached]', '(2) range at a.ts:1'].join('\n'),
  )
})

const at = 'a.ts:1'
const hash = { kind: 'hash', partitions: 2 } as const

function text(of: Node): string {
  return lineageText(of, () => false)
}

function source(kind: 'range' | 'textFile', partitions: number): Node {
  return node<SourceNode>({ kind: 'source', op: kind, at, partitions, source: { kind, splits: [] } })
}

function narrow(op: string, parent: Node): Node {
  return node<NarrowNode>({ kind: 'narrow', op, at, partitions: parent.partitions, parent, steps: [] })
}

function shuffle(op: string, partitions: number, parent: Node): Node {
  const steps = { before: [], after: [], keyOf: 'pair' } as const
  return node<ShuffleNode>({ kind: 'shuffle', op, at, partitions, parent, spread: hash, ...steps })
}

function union(...parents: Node[]): Node {
  const partitions = parents.reduce((sum, parent) => sum + parent.partitions, 0)
  return node<UnionNode>({ kind: 'union', op: 'union', at, partitions, parents })
}

function join(...parents: Node[]): Node {
  return node<CogroupNode>({
    kind: 'cogroup',
    op: 'join',
    at,
    partitions: 2,
    parents,
    partitioner: hash,
    after: [],
  })
}
