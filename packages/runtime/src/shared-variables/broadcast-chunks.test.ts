import { expect, test } from 'vitest'
import { encodeValue } from '../codec/codec.ts'
import { share } from '../wire/frame.ts'
import { fromChunks, toChunks } from './broadcast-chunks.ts'
import { ReceivedBroadcasts } from './received-broadcasts.ts'

const bytes = Uint8Array.from({ length: 10 }, (_, i) => i)

test.each([
  [1, 10],
  [3, 4],
  [10, 1],
  [99, 1],
])('fromChunks() joins what toChunks() cut into chunks of %i', (size, count) => {
  const cut = toChunks(bytes, size)
  expect(cut.chunks.length).toBe(count)
  expect(fromChunks(cut)).toEqual(bytes)
  const apart = cut.chunks.map((chunk) => chunk.slice())
  expect(fromChunks({ ...cut, chunks: apart })).toEqual(bytes)
})

test('fromChunks() copies nothing of chunks that lie side by side in shared memory', () => {
  const [shared = bytes] = share([bytes])
  expect(fromChunks(toChunks(shared, 3)).buffer).toBe(shared.buffer)
})

test('fromChunks() names the chunk that was damaged, or lost', () => {
  const { chunks, checksums } = toChunks(bytes.slice(), 4)
  expect(() => fromChunks({ chunks: chunks.slice(1), checksums })).toThrow(/ATOMIC4004.*of 3/)
  chunks[1]?.fill(0)
  expect(() => fromChunks({ chunks, checksums })).toThrow(/ATOMIC4004: Chunk 1 of 3/)
})

test('ReceivedBroadcasts decodes a value once, and forgets it when told to', () => {
  const received = new ReceivedBroadcasts()
  received.put(1, toChunks(encodeValue({ a: 1 }), 5))
  expect(received.get(1)).toEqual({ a: 1 })
  expect(received.get(1)).toBe(received.get(1))
  received.drop(1)
  expect(() => received.get(1)).toThrow(/was not sent the broadcast 1/)
})
