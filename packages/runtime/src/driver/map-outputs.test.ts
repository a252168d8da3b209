import { node, type SourceNode } from '@atomic-ts/core/internal'
import { expect, test } from 'vitest'
import { MemoryBudget } from '../memory/memory-budget.ts'
import { MapOutputs, type MapOutput } from './map-outputs.ts'

test('blocksFor() gives the blocks of every map task, in their order', () => {
  const outputs = new MapOutputs({ budget: MemoryBudget.of(0), scratch: '' })
  outputs.put(owner, '1', 1, output(3, 4))
  outputs.put(owner, '1', 0, output(1, 2))
  expect(outputs.blocksFor(owner, '1', 1, 2)).toEqual([
    { block: bytes(2), from: 0 },
    { block: bytes(4), from: 1 },
  ])
})

test('blocksFor() never takes a missing output for an empty one', () => {
  const outputs = new MapOutputs({ budget: MemoryBudget.of(0), scratch: '' })
  outputs.put(owner, '1', 0, output(1))
  expect(outputs.missing(owner, '1', 2)).toEqual([1])
  expect(() => outputs.blocksFor(owner, '1', 0, 2)).toThrow('no output of map task 1 for partition 0')
})

const owner = node<SourceNode>({
  kind: 'source',
  op: 'range',
  at: 'here.ts:1',
  partitions: 0,
  source: { kind: 'range', splits: [] },
})

function output(...parts: readonly number[]): MapOutput {
  return { blocks: parts.map((part) => [bytes(part)]), reserved: 0, keeper: 'driver' }
}

function bytes(n: number): Uint8Array {
  return Uint8Array.of(n)
}
