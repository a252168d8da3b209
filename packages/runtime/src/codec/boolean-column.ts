import type { ByteReader } from './byte-reader.ts'
import type { ByteWriter } from './byte-writer.ts'

/** Whether `writeBooleans` can write the column. */
export function areBooleans(rows: readonly unknown[]): rows is readonly boolean[] {
  for (const row of rows) if (typeof row !== 'boolean') return false
  return true
}

/** Writes booleans, a byte for each. */
export function writeBooleans(out: ByteWriter, rows: readonly boolean[]): void {
  for (const row of rows) out.byte(row ? 1 : 0)
}

/** Reads what `writeBooleans` wrote. */
export function readBooleans(input: ByteReader, count: number): boolean[] {
  const rows: boolean[] = []
  for (let i = 0; i < count; i++) rows.push(input.byte() !== 0)
  return rows
}
