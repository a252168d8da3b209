import type { ByteReader } from './byte-reader.ts'
import type { ByteWriter } from './byte-writer.ts'

/** Whether `writeBigints` can write the column: all are bigints of 64 bits, with sign. */
export function areBigints(rows: readonly unknown[]): rows is readonly bigint[] {
  for (const row of rows) if (typeof row !== 'bigint' || BigInt.asIntN(64, row) !== row) return false
  return true
}

/** Writes bigints of 64 bits. */
export function writeBigints(out: ByteWriter, rows: readonly bigint[]): void {
  const { buffer, offset } = out.elements(rows.length, 8)
  new BigInt64Array(buffer, offset, rows.length).set(rows)
}

/** Reads what `writeBigints` wrote. */
export function readBigints(input: ByteReader, count: number): bigint[] {
  const { buffer, offset } = input.elements(count, 8)
  return Array.from(new BigInt64Array(buffer, offset, count))
}
