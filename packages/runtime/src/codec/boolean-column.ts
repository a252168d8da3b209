import type { ByteReader } from './byte-reader.ts'
import type { ByteWriter } from './byte-writer.ts'
import { roomFor } from './room-for.ts'

/** Whether `writeBooleans` can write the column. */
export function areBooleans(rows: readonly unknown[]): rows is readonly boolean[] {
  for (const row of rows) if (typeof row !== 'boolean') return false
  return true
}

/** Writes booleans, a byte for each. */
export function writeBooleans(out: ByteWriter, rows: readonly boolean[]): void {
  const bytes = out.bytes(rows.length)
  for (let i = 0; i < rows.length; i++) bytes[i] = rows[i] ? 1 : 0
}

/** Reads what `writeBooleans` wrote. */
export function readBooleans(input: ByteReader, count: number): boolean[] {
  const bytes = input.bytes(count)
  const rows = roomFor<boolean>(count)
  for (let i = 0; i < count; i++) rows[i] = bytes[i] !== 0
  return rows
}
