import { crc32 } from 'node:zlib'

/** Gives numbers in [0, 1). */
export type Random = () => number

const headerSize = 12

/** Numbers that lengths and positions like to break at. */
const edges = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fff_ffff, 0xffff_ffff, 0x0200_0000]

/** Starts of MessagePack that announce much: arrays, maps, texts, bytes, extensions, and deep nesting. */
const bombs = [
  [0xdd, 0xff, 0xff, 0xff, 0xff],
  [0xdd, 0x01, 0xff, 0xff, 0xff],
  [0xdf, 0x7f, 0xff, 0xff, 0xff],
  [0xdb, 0xff, 0xff, 0xff, 0xff],
  [0xc6, 0xff, 0xff, 0xff, 0xff],
  [0xc9, 0xff, 0xff, 0xff, 0xff, 0x42],
  [0xd4, 0x72, 0x40, 0x91, 0xa1, 0x78],
  [0xc7, 0x03, 0x65, 0x92, 0xa1, 0x78],
  [0xd6, 0x69, 0x00, 0x00, 0x00, 0x01],
  [0x81, 0xa1, 0x00, 0x92],
]

/** A frame made of a good one, or of nothing. Most are sealed again, since a checksum alone would stop them. */
export function mutate(random: Random, good: Uint8Array, other: Uint8Array): Uint8Array {
  const kind = below(random, 12)
  if (kind === 0) return noise(random, below(random, 200))
  if (kind === 1) return good.slice(0, below(random, good.length))
  if (kind === 2) return flip(random, good.slice())
  return seal(good, mutateBody(random, good.slice(headerSize), other))
}

/** Bytes with one change, or some. */
export function mutateBody(random: Random, good: Uint8Array, other: Uint8Array): Uint8Array {
  let body = good
  for (let times = below(random, 3) === 0 ? 3 : 1; times > 0; times--) body = change(random, body, other)
  return body
}

function change(random: Random, body: Uint8Array, other: Uint8Array): Uint8Array {
  const at = below(random, body.length + 1)
  switch (below(random, 8)) {
    case 0:
      return flip(random, body)
    case 1:
      return body.slice(0, at)
    case 2:
      return Buffer.concat([body.subarray(0, at), noise(random, below(random, 9)), body.subarray(at)])
    case 3:
      return Buffer.concat([body.subarray(0, at), other.subarray(headerSize + below(random, other.length))])
    case 4: {
      const bomb = Uint8Array.from(bombs[below(random, bombs.length)] ?? [])
      return Buffer.concat([body.subarray(0, at), bomb, body.subarray(at)])
    }
    case 5:
      // Deep nesting: arrays, maps, columns of columns, halves of halves.
      return Buffer.concat([body.subarray(0, at), new Uint8Array(below(random, 5000)).fill(depth(random))])
    case 6: {
      const copy = Buffer.from(body)
      const wide = below(random, 2) === 0
      if (at + 4 <= copy.length) {
        const edge = edges[below(random, edges.length)] ?? 0
        if (wide) copy.writeUInt32LE(edge, at)
        else copy.writeUInt32BE(edge, at)
      }
      return copy
    }
    default:
      return Buffer.concat([body.subarray(0, at), body.subarray(at >> 1)])
  }
}

function depth(random: Random): number {
  return [0x91, 0x81, 0x92, 0x02, 0x05, 0x06, 0x07, 0x08][below(random, 8)] ?? 0x91
}

function flip(random: Random, bytes: Uint8Array): Uint8Array {
  const copy = bytes.slice()
  for (let times = below(random, 2) === 0 ? 8 : 1; times > 0; times--) {
    const at = below(random, copy.length)
    copy[at] = (copy[at] ?? 0) ^ (1 << below(random, 8))
  }
  return copy
}

function noise(random: Random, length: number): Uint8Array {
  return Uint8Array.from({ length }, () => below(random, 256))
}

/** The header of a good frame, with the length and the checksum of another body. */
function seal(good: Uint8Array, body: Uint8Array): Uint8Array {
  const frame = Buffer.alloc(headerSize + body.length)
  frame.set(good.subarray(0, 4))
  frame.set(body, headerSize)
  frame.writeUInt32LE(frame.length, 4)
  frame.writeUInt32LE(crc32(body), 8)
  return frame
}

/** An integer below a limit. */
export function below(random: Random, limit: number): number {
  return Math.floor(random() * limit)
}
