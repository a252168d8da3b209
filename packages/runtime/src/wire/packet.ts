import { crc32 } from 'node:zlib'

/**
 * What one binary message of a connection holds: a checksum, what it is, and bytes.
 * An envelope is one `parts` packet and as many `more` packets as its bytes need.
 */
export type PacketKind = keyof typeof codes

const codes = { parts: 1, more: 2, ack: 3, ping: 4, pong: 5 } as const
const kinds = new Map(Object.entries(codes).map(([kind, code]) => [code, kind as PacketKind] as const))
const headerSize = 5

/** A packet, with a checksum over all that it holds. */
export function packet(kind: PacketKind, ...bodies: readonly Uint8Array[]): Buffer {
  const bytes = Buffer.concat([new Uint8Array(headerSize), ...bodies])
  bytes[4] = codes[kind]
  bytes.writeUInt32LE(crc32(bytes.subarray(4)), 0)
  return bytes
}

/**
 * Opens a packet.
 * @throws Error when it is damaged, or none at all
 */
export function openPacket(bytes: Buffer): { kind: PacketKind; body: Buffer } {
  if (bytes.length < headerSize) throw new Error(`A packet of ${bytes.length} bytes is cut off.`)
  if (crc32(bytes.subarray(4)) !== bytes.readUInt32LE(0)) throw new Error('A packet was damaged on its way.')
  const kind = kinds.get(bytes.readUInt8(4) as (typeof codes)[PacketKind])
  if (!kind) throw new Error(`A packet is of the unknown kind ${bytes.readUInt8(4)}.`)
  return { kind, body: bytes.subarray(headerSize) }
}

/** An envelope has a block for each partition of a stage at most, and each takes memory even when it is empty. */
const mostParts = 1 << 18

/** The head of an envelope: how long each of its parts is. The first part is the message, the others are its blocks. */
export function partsHead(lengths: readonly number[]): Buffer {
  const head = Buffer.allocUnsafe(4 + 4 * lengths.length)
  head.writeUInt32LE(lengths.length, 0)
  lengths.forEach((length, i) => head.writeUInt32LE(length, 4 + 4 * i))
  return head
}

/**
 * Reads the head of an envelope, and gives what comes behind it.
 * @throws Error when it is cut off
 */
export function readPartsHead(body: Buffer): { lengths: readonly number[]; rest: Buffer } {
  const count = body.length < 4 ? 0 : body.readUInt32LE(0)
  const size = 4 + 4 * count
  if (count === 0 || size > body.length) throw new Error('The head of an envelope is cut off.')
  if (count > mostParts) throw new Error(`An envelope has ${count} parts, where ${mostParts} are the most.`)
  const lengths = Array.from({ length: count }, (_, i) => body.readUInt32LE(4 + 4 * i))
  return { lengths, rest: body.subarray(size) }
}

/** The body of a packet that says how many bytes arrived. */
export function ackBody(bytes: number): Buffer {
  const body = Buffer.allocUnsafe(4)
  body.writeUInt32LE(bytes, 0)
  return body
}
