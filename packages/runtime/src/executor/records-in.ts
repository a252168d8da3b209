import { isColumn } from '../columns/column.ts'
import { rowsOf } from '../columns/rows-of.ts'
import type { Chunk } from './loop.ts'

/** The records of a chunk. */
export function recordsIn(chunk: Chunk): readonly unknown[] {
  if (isColumn(chunk)) return rowsOf(chunk)
  if (!('count' in chunk)) return chunk
  const { start, step, count } = chunk
  return Array.from({ length: count }, (_, i) => start + i * step)
}
