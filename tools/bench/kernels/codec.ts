import { decodeChunk, encodeChunk } from '../../../packages/runtime/src/codec/chunk.ts'
import { floats, numberPairs, numbers, people, wordPairs, words } from './records.ts'

const shapes: Readonly<Record<string, readonly unknown[]>> = {
  integers: numbers,
  floats,
  words,
  'number pairs': numberPairs,
  'word pairs': wordPairs,
  objects: people,
}

/** Bytes of common shapes of records; beside them, what Node itself offers. */
export const codec: Readonly<Record<string, () => unknown>> = Object.fromEntries(
  Object.entries(shapes).flatMap(([shape, rows]) => {
    const bytes = encodeChunk(rows)
    return [
      [`encode ${shape}`, () => encodeChunk(rows)],
      [`decode ${shape}`, () => decodeChunk(bytes)],
      [`encode and decode ${shape}: structuredClone`, () => structuredClone(rows)],
    ]
  }),
)
