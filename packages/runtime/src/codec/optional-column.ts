import type { ByteReader } from './byte-reader.ts'
import type { ByteWriter } from './byte-writer.ts'

const absent = { null: 1, undefined: 2 } as const

/** Writes which rows are null or undefined, then a column of the others. */
export function writeOptionals(
  out: ByteWriter,
  rows: readonly unknown[],
  writeColumn: (rows: readonly unknown[]) => void,
): void {
  const present: unknown[] = []
  for (const row of rows) {
    if (row !== null && row !== undefined) present.push(row)
    out.byte(row === null ? absent.null : row === undefined ? absent.undefined : 0)
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
  const marks = Array.from({ length: count }, () => input.byte())
  const present = readColumn(input.uint32())
  let next = 0
  return marks.map((mark) =>
    mark === absent.null ? null : mark === absent.undefined ? undefined : present[next++],
  )
}
