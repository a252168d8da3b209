import { isAscii, isUtf8 } from 'node:buffer'
import type { Data, Vector } from 'apache-arrow'
import { utf8Text } from '../columnar/utf8-text.ts'

/** The texts of a column; `null` for what is missing. */
export function textsIn(vector: Vector): (string | null)[] {
  return vector.data.flatMap((data: Data) =>
    data.valueOffsets?.length > 0 ? textsByOffset(data) : each(data, byView(data), utf8Text),
  )
}

/** A copy of the bytes of each value of a column; `null` for what is missing. */
export function bytesIn(vector: Vector): (Uint8Array | null)[] {
  return vector.data.flatMap((data: Data) =>
    each(data, data.valueOffsets?.length > 0 ? byOffset(data) : byView(data), (bytes) => bytes.slice()),
  )
}

function each<R>(data: Data, bytesAt: (i: number) => Uint8Array, of: (bytes: Uint8Array) => R): (R | null)[] {
  return Array.from({ length: data.length }, (_, i) => (data.getValid(i) ? of(bytesAt(i)) : null))
}

/** All texts lie one after the other, and are looked at together. */
function textsByOffset(data: Data): (string | null)[] {
  const { values, length } = data
  const offsets = data.valueOffsets as ArrayLike<number | bigint>
  const { buffer, byteOffset, byteLength } = values as Uint8Array
  const all = Buffer.from(buffer, byteOffset, byteLength)
  const used = all.subarray(Number(offsets[0]), Number(offsets[length]))
  // For bytes below 128 the two encodings agree, and this one is decoded several times as fast.
  const encoding = isAscii(used) ? 'latin1' : 'utf8'
  if (encoding === 'utf8' && !isUtf8(used)) throw new Error('a text is no UTF-8')
  const texts: (string | null)[] = []
  for (let i = 0; i < length; i++) {
    const [start, end] = [Number(offsets[i]), Number(offsets[i + 1])]
    if (start < end && ((all[start] ?? 0) & 0xc0) === 0x80)
      throw new Error('a text begins within a character')
    texts.push(data.getValid(i) ? all.toString(encoding, start, end) : null)
  }
  return texts
}

function byOffset({ values, valueOffsets }: Data): (i: number) => Uint8Array {
  const bytes = values as Uint8Array
  const offsets = valueOffsets as ArrayLike<number | bigint>
  return (i) => bytes.subarray(Number(offsets[i]), Number(offsets[i + 1]))
}

const viewSize = 16
const inlined = 12

/** Views hold short values themselves, and of others the place: the library clips what reaches beyond it. */
function byView({ values, variadicBuffers }: Data): (i: number) => Uint8Array {
  const bytes = values as Uint8Array
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return (i) => {
    const length = view.getInt32(i * viewSize, true)
    if (length < 0) throw new Error('a value has less than no bytes')
    if (length <= inlined) return bytes.subarray(i * viewSize + 4, i * viewSize + 4 + length)
    const buffer = variadicBuffers?.[view.getInt32(i * viewSize + 8, true)]
    const from = view.getInt32(i * viewSize + 12, true)
    if (!buffer || from < 0 || from + length > buffer.length)
      throw new Error('a value reaches beyond its buffer')
    return buffer.subarray(from, from + length)
  }
}
