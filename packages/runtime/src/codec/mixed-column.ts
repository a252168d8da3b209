// Not the main door: it loads a native reader, which is slow to load and not made for memory that is shared.
import { Packr } from 'msgpackr/pack'
import { checkMessagePack } from './check-message-pack.ts'
import type { ByteReader } from './byte-reader.ts'
import type { ByteWriter } from './byte-writer.ts'
import { prepare } from './prepare.ts'
import { restore } from './restore.ts'

/**
 * Plain MessagePack: no records and no shared structures, so that what is packed can be read by any process; bigints
 * of 64 bits, `undefined` and doubles arrive as they are. Whatever does not is rewritten first, see `prepare`.
 */
const packr = new Packr({
  useRecords: false,
  variableMapSize: true,
  int64AsType: 'bigint',
  copyBuffers: true,
})

/**
 * Writes any values that can travel.
 *
 * @throws Refusal when one cannot.
 */
export function writeMixed(out: ByteWriter, rows: readonly unknown[]): void {
  const prepared = prepare(rows)
  out.byte(prepared === rows ? 0 : 1)
  out.block(packr.pack(prepared))
}

/** Reads what `writeMixed` wrote. */
export function readMixed(input: ByteReader): unknown[] {
  const rewritten = input.byte() !== 0
  const bytes = Buffer.from(input.block())
  checkMessagePack(bytes)
  const rows: unknown = packr.unpack(bytes)
  const restored = rewritten ? restore(rows) : rows
  if (!Array.isArray(restored)) throw new Error('There are no rows.')
  return restored
}
