import { expect, test } from 'vitest'
import { encodeChunk } from '../codec/chunk.ts'
import { MissedOutput } from '../shuffle/missed-output.ts'
import { TaskCounts } from '../task/task-counts.ts'
import { openSplit } from './open-split.ts'

const one = encodeChunk([['tea', 1]])

test('a block of a shuffle that is not there is never taken for an empty one', () => {
  const split = { kind: 'shuffle', shuffle: '3', blocks: [0, 1], from: [4, 7] } as const
  const chunks = openSplit(split, [one], new TaskCounts()) as Iterable<unknown>
  expect(() => [...chunks]).toThrow(MissedOutput)
})

test('nor is a block of records that the driver sent', () => {
  expect(() => openSplit({ kind: 'block', block: 1 }, [one], new TaskCounts())).toThrow('has no block 1')
})
