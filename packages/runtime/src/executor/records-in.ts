import { isColumn, type Rows } from '../columns/column.ts'
import { rowsOf } from '../columns/rows-of.ts'
import type { Chunk } from './loop.ts'

/** The records of a chunk. */
export function recordsIn(chunk: Chunk): readonly unknown[] {
  if (isColumn(chunk)) return rowsOf(chunk)
  if (!('count' in chunk)) return chunk
  const { start, step, count } = chunk
  return Array.from({ length: count }, (_, i) => start + i * step)
}

/**
 * A chunk as records. A range is refused: steps that work on columns come behind what made records of it.
 * @throws TypeError
 */
export function rowsIn(chunk: Chunk): Rows {
  if ('count' in chunk) throw new TypeError('The numbers of a range are no records yet.')
  return chunk
}
