import { decodeChunk, encodeChunk } from '../../../packages/runtime/src/codec/chunk.ts'
import { floats, intPairs, numbers, people, wordPairs, words } from './records.ts'
import type { Kernels } from './versus.ts'

const shapes: Readonly<Record<string, readonly unknown[]>> = {
  integers: numbers,
  floats,
  words,
  'pairs of integers': intPairs,
  'pairs of words': wordPairs,
  objects: people,
}

/** Records to bytes and back, as they travel, beside what Node itself offers. */
export const codec: Kernels = Object.fromEntries(
  Object.entries(shapes).map(([shape, rows]) => [
    `encode and decode ${shape}`,
    {
      ours: () => decodeChunk(encodeChunk(rows)),
      plain: () => structuredClone(rows),
      by: 'structuredClone',
    },
  ]),
)
