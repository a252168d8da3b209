import { crc32 } from 'node:zlib'
import type { Envelope } from '../../packages/runtime/src/transport/transport.ts'
import { Channel } from '../../packages/runtime/src/wire/channel.ts'
import { checkToDriver } from '../../packages/runtime/src/wire/check-to-driver.ts'
import type { ToDriver } from '../../packages/runtime/src/wire/messages.ts'
import { packet, partsHead, type PacketKind } from '../../packages/runtime/src/wire/packet.ts'
import { below, mutateBody, type Random } from './mutate.ts'

const kinds: readonly PacketKind[] = ['parts', 'more', 'ack', 'ping', 'pong']
const headerSize = 5

/** Packets of some envelopes, of which some are damaged, lost, said twice or in another order. */
export function conversationOf(random: Random, messages: readonly Uint8Array[]): Buffer[] {
  const packets: Buffer[] = []
  for (let left = 1 + below(random, 4); left > 0; left--) {
    const message = messages[below(random, messages.length)] ?? new Uint8Array(0)
    packets.push(...packetsOf(random, [message, new Uint8Array(below(random, 50)), new Uint8Array(0)]))
  }
  for (let times = below(random, 3); times > 0; times--) disturb(random, packets)
  return packets
}

/** Hears a conversation as a driver does. True when it came to its end. */
export function hear(packets: readonly Buffer[]): boolean {
  const state = { failures: 0, heard: 0 }
  const channel = new Channel<ToDriver, string>(
    { send: () => undefined, close: () => undefined },
    {
      check: checkToDriver,
      received: (_envelope: Envelope<ToDriver>) => state.heard++,
      failed: () => state.failures++,
    },
    1_000_000,
  )
  const heardWhenFailed: number[] = []
  for (const bytes of packets) {
    channel.receive(Buffer.from(bytes))
    if (state.failures > 0) heardWhenFailed.push(state.heard)
  }
  channel.close()
  if (state.failures > 1) throw new Error('A channel failed twice.')
  if (new Set(heardWhenFailed).size > 1) throw new Error('A channel that had failed heard more.')
  return state.failures === 0
}

/** An envelope in packets of any sizes. */
function packetsOf(random: Random, parts: readonly Uint8Array[]): Buffer[] {
  const body = Buffer.concat(parts)
  const cuts = Array.from({ length: below(random, 4) }, () => below(random, body.length)).toSorted(
    (a, b) => a - b,
  )
  const ends = [...cuts, body.length]
  return ends.map((end, i) => {
    const piece = body.subarray(ends[i - 1] ?? 0, end)
    return i === 0
      ? packet('parts', partsHead(parts.map(({ length }) => length)), piece)
      : packet('more', piece)
  })
}

function disturb(random: Random, packets: Buffer[]): void {
  const at = below(random, packets.length)
  const one = packets[at] ?? packet('ping')
  switch (below(random, 7)) {
    case 0:
      packets.splice(at, 1)
      break
    case 1:
      packets.splice(at, 0, one)
      break
    case 2:
      packets.reverse()
      break
    case 3:
      packets[at] = one.subarray(0, below(random, one.length))
      break
    case 4:
      // As if it came whole: the checksum is right.
      packets[at] = sealed(
        Buffer.concat([one.subarray(4, 5), mutateBody(random, one.subarray(headerSize), one)]),
      )
      break
    case 5:
      packets[at] = packet(kinds[below(random, kinds.length)] ?? 'ack', mutateBody(random, one, one))
      break
    default:
      packets.splice(
        at,
        0,
        packet('parts', Buffer.from([below(random, 4), 0, 0, below(random, 2) * 255, 255, 255, 255, 255])),
      )
  }
}

function sealed(body: Uint8Array): Buffer {
  const sum = Buffer.alloc(4)
  sum.writeUInt32LE(crc32(body))
  return Buffer.concat([sum, body])
}
