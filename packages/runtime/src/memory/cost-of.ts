import type { Rows } from '../columns/column.ts'
import type { FileBlock } from '../shuffle/block-ref.ts'
import { bytesOf } from './bytes-of.ts'

// What a table, an order or a pair takes beside the record's own bytes, on average.
const ofRecord = 64

/** About how many bytes an operator takes that holds records: a table of them, or their order. */
export function costOf(rows: Rows): number {
  return bytesOf(rows) + rows.length * ofRecord
}

/** About the same of records that are still encoded. Decoded they take more, by what objects take. */
export function costOfEncoded({ length, records }: Pick<FileBlock, 'length' | 'records'>): number {
  return 2 * length + records * ofRecord
}
