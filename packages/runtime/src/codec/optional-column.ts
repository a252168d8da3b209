import type { ByteReader } from './byte-reader.ts'
import type { ByteWriter } from './byte-writer.ts'
import { roomFor } from './room-for.ts'

const absent = { null: 1, undefined: 2 } as const

/** Writes which rows are null or undefined, then a column of the others. */
export function writeOptionals(
  out: ByteWriter,
  rows: readonly unknown[],
  writeColumn: (rows: readonly unknown[]) => void,
): void {
  const present: unknown[] = []
  const marks = out.bytes(rows.length)
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]
    if (row !== null && row !== undefined) present.push(row)
    marks[i] = row === null ? absent.null : row === undefined ? absent.undefined : 0
  }
  out.uint32(present.length)
  writeColumn(present)
}

/** Reads what `writeOptionals` wrote. */
export function readOptionals(
  input: ByteReader,
  count: number,
  readColumn: (count: number) => unknown[],
): unknown[] {
  const marks = input.bytes(count)
  const present = readColumn(input.uint32())
  let next = 0
  const rows = roomFor<unknown>(count)
  for (let i = 0; i < count; i++) {
    const mark = marks[i]
    rows[i] = mark === absent.null ? null : mark === absent.undefined ? undefined : present[next++]
  }
  if (next !== present.length) throw new Error('The marks and the number of values differ.')
  return rows
}
