import { node, type SourceNode } from '@atomic-ts/core/internal'
import { expect, test } from 'vitest'
import { MemoryBudget } from '../memory/memory-budget.ts'
import { outputIndex } from '../shuffle/output-index.ts'
import { roughSizes } from '../shuffle/rough-sizes.ts'
import { MapOutputs, type MapOutput } from './map-outputs.ts'

test('told() names every map output, in the order of map tasks, until one of them changes', () => {
  const outputs = new MapOutputs({ budget: MemoryBudget.of(0), scratch: '' })
  outputs.put(owner, '1', 1, kept(7, 11))
  outputs.put(owner, '1', 0, kept(8, 12))
  const first = outputs.told(owner, '1', 2)
  expect(first.message).toMatchObject({
    shuffle: '1',
    places: [
      { worker: 8, output: 12 },
      { worker: 7, output: 11 },
    ],
  })
  expect(outputs.told(owner, '1', 2)).toBe(first)
  outputs.move({ shuffle: '1', partitions: [1], from: 7, to: 9 })
  const moved = outputs.told(owner, '1', 2)
  expect(moved.message.places).toEqual([
    { worker: 8, output: 12 },
    { worker: 9, output: 11 },
  ])
  expect(moved.message.epoch).toBeGreaterThan(first.message.epoch)
})

test('told() never takes a missing output for an empty one', () => {
  const outputs = new MapOutputs({ budget: MemoryBudget.of(0), scratch: '' })
  expect(() => outputs.told(owner, '1', 2)).toThrow('no output of map task 0')
  outputs.put(owner, '1', 0, kept(7, 11))
  outputs.put(owner, '1', 1, kept(8, 12))
  outputs.told(owner, '1', 2)
  outputs.workerLost(8)
  expect(outputs.missing(owner, '1', 2)).toEqual([1])
  expect(() => outputs.told(owner, '1', 2)).toThrow('no output of map task 1')
})

test('near() gives the workers with a fifth or more of what a task reads', () => {
  const outputs = new MapOutputs({ budget: MemoryBudget.of(0), scratch: '' })
  for (const [map, sizes] of [
    [10, 1000],
    [1000, 10],
    [3000, 0],
  ].entries())
    outputs.put(owner, '1', map, kept(map, map, sizes))
  const near = (partition: number): readonly number[] => outputs.near([{ owner, shuffle: '1', partition }])
  expect([near(0), near(1), near(2)]).toEqual([[2, 1], [0], []])
})

const owner = node<SourceNode>({
  kind: 'source',
  op: 'range',
  at: 'here.ts:1',
  partitions: 0,
  source: { kind: 'range', splits: [] },
})

function kept(worker: number, output: number, lengths: readonly number[] = []): MapOutput {
  const blocks = lengths.map((length, i) => [i, [{ offset: 0, size: length, length, records: 1 }]] as const)
  const sizes = roughSizes(outputIndex(blocks.filter(([i]) => lengths[i])), 3)
  return { place: { worker, output }, sizes, reserved: 0, keeper: worker }
}
