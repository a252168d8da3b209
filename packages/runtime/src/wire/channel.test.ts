import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Envelope } from '../transport/transport.ts'
import { Channel, type Pipe } from './channel.ts'

const patience = 60_000

test('envelopes arrive as they were sent, in their order, whatever their sizes', async () => {
  const sizes = fc.oneof(fc.constantFrom(0, 1, 7, 8, 1 << 18, (1 << 18) + 1, 1 << 20), fc.nat(5000))
  const envelope = fc.record({ message: fc.string(), sizes: fc.array(sizes, { maxLength: 4 }) })
  await fc.assert(
    fc.asyncProperty(fc.array(envelope, { maxLength: 12 }), async (sent) => {
      const { here, heard, drain } = pair()
      const envelopes = sent.map(({ message, sizes: lengths }) => ({ message, blocks: lengths.map(blockOf) }))
      for (const { message, blocks } of envelopes) here.send(message, blocks)
      await drain()
      here.close()
      expect(heard.map(({ message }) => message)).toEqual(envelopes.map(({ message }) => message))
      heard.forEach(({ blocks }, i) => {
        const expected = envelopes[i]?.blocks ?? []
        expect(blocks.length).toBe(expected.length)
        blocks.forEach((block, at) => {
          expect(Buffer.compare(block, expected[at] ?? new Uint8Array(0))).toBe(0)
          expect(block.byteOffset % 8).toBe(0)
        })
      })
    }),
    { numRuns: 20 },
  )
})

test('a bounded number of bytes is under way', async () => {
  const { here, waiting, drain, heard } = pair()
  here.send('large', [new Uint8Array(40 << 20)])
  expect(waiting()).toBeLessThan(9 << 20)
  await drain()
  here.close()
  expect(heard[0]?.blocks[0]?.length).toBe(40 << 20)
})

test('a damaged packet ends the channel, wherever the damage is', () => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 1, max: 255 }), (place, change) => {
      const { here, heard, failures, packets, deliver } = pair()
      here.send('message', [new Uint8Array(100)])
      const [packet = Buffer.alloc(0)] = packets
      const at = place % packet.length
      packet[at] = (packet[at] ?? 0) ^ change
      deliver()
      here.close()
      expect(heard).toEqual([])
      expect(failures).toHaveLength(1)
    }),
  )
})

test('who has said nothing yet has longer to say something than who falls silent', async () => {
  const packets: Buffer[] = []
  const failures: string[] = []
  const [least, first] = [50, 1000]
  const channel = new Channel<string, string>(
    { send: (bytes) => packets.push(bytes), close: () => undefined },
    { check: String, received: () => undefined, failed: (why) => failures.push(why) },
    least,
    first,
  )
  await expect.poll(() => packets.length).toBeGreaterThan(10)
  expect(failures).toEqual([])
  channel.receive(packets[0] ?? Buffer.alloc(0))
  await expect.poll(() => failures).toEqual(['it said nothing for 50 ms'])
})

test('random bytes end the channel, and nothing else', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      const { there, heard, failures } = pair()
      there.receive(Buffer.from(bytes))
      there.close()
      expect(heard).toEqual([])
      expect(failures).toHaveLength(1)
    }),
  )
})

/** Two channels, and the packets between them, which wait until they are delivered. */
function pair() {
  const heard: Envelope<string>[] = []
  const failures: string[] = []
  const packets: Buffer[] = []
  const back: Buffer[] = []
  const pipe = (to: Buffer[]): Pipe => ({
    send: (bytes) => to.push(Buffer.from(bytes)),
    close: () => undefined,
  })
  const here = new Channel<string, string>(
    pipe(packets),
    { check: String, received: () => undefined, failed: (why) => failures.push(why) },
    patience,
  )
  const there = new Channel<string, string>(
    pipe(back),
    { check: String, received: (envelope) => heard.push(envelope), failed: (why) => failures.push(why) },
    patience,
  )
  return { here, there, heard, failures, packets, deliver, drain, waiting }

  function deliver(): void {
    for (const packet of packets.splice(0)) there.receive(packet)
    for (const packet of back.splice(0)) here.receive(packet)
  }

  async function drain(): Promise<void> {
    while (packets.length > 0) deliver()
    there.close()
    await Promise.resolve()
  }

  function waiting(): number {
    return packets.reduce((sum, { length }) => sum + length, 0)
  }
}

function blockOf(length: number): Uint8Array {
  return Buffer.alloc(length, `block of ${length}`)
}
