import { isColumn, type Column, type Rows } from '../columns/column.ts'
import type { FileBlock } from '../shuffle/block-ref.ts'
import { bytesOf } from './bytes-of.ts'

// What a table, an order or a pair takes beside the record's own bytes, on average.
const ofRecord = 64
// What a string takes beside its characters, with its slot.
const ofString = 40

/** About how many bytes an operator takes that holds records: a table of them, or their order. */
export function costOf(rows: Rows): number {
  return bytesOf(rows) + rows.length * (ofRecord + textsIn(rows) * ofString)
}

/** How many strings of each record lie in texts: an operator may have to make them. */
function textsIn(rows: Rows): number {
  if (!isColumn(rows)) return 0
  if ('columns' in rows) return rows.columns.reduce((sum, column) => sum + textsIn(column), 0)
  return rows.kind === 'text' ? 1 : 0
}

/** The same of a table by keys: one of composite keys has a text of each beside it, and a place for that. */
export function costOfTable(rows: Rows, keyOf: 'pair' | 'record'): number {
  return costOf(rows) * (hasCompositeKeys(rows, keyOf) ? 2 : 1)
}

// Columns of values that are no composite keys.
const plain: ReadonlySet<Column['kind']> = new Set(['numbers', 'words', 'text'])

function hasCompositeKeys(rows: Rows, keyOf: 'pair' | 'record'): boolean {
  if (isColumn(rows) && rows.kind !== 'any') {
    const keys = keyOf === 'pair' && rows.kind === 'tuple' ? rows.columns[0] : rows
    return keys !== undefined && !plain.has(keys.kind)
  }
  const [first] = isColumn(rows) ? rows.values : rows
  const key: unknown = keyOf === 'pair' && Array.isArray(first) ? first[0] : first
  return typeof key === 'object' && key !== null
}

/** About the same of records that are still encoded. Decoded they take more, by what objects take. */
export function costOfEncoded({ length, records }: Pick<FileBlock, 'length' | 'records'>): number {
  return 2 * length + records * ofRecord
}
