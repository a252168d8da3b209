import { setMaxListeners } from 'node:events'
import { requestSize, type Piece } from '../wire/protocol.ts'
import type { MemoryBudget } from '../memory/memory-budget.ts'
import type { Credits } from './credits.ts'
import { FetchedBlocks, type Room } from './fetched-blocks.ts'
import type { OwnBlock } from '../shuffle/local-split.ts'
import type { ShuffleRead } from '../shuffle/map-output.ts'
import { BlocksMissing } from './blocks-missing.ts'
import type { OutputWorld, RemoteRead } from './locate-blocks.ts'

/** Where an executor process finds blocks, and brings them. */
export interface BlockWorld extends OutputWorld {
  readonly budget: MemoryBudget
  /** The scratch folder. */
  readonly scratch: string
  readonly credits: Credits
}

/** Blocks that are here now. */
export interface FetchedOutputs {
  readonly found: ReadonlyMap<RemoteRead, readonly OwnBlock[]>
  /** Gives back what they take. */
  readonly release: () => void
}

interface Part {
  readonly read: ShuffleRead
  readonly worker: number
  readonly room: Room
  readonly piece: Piece
}

/**
 * Brings blocks of other workers to this process, in memory or in a file.
 * @throws BlocksMissing; ATOMIC7001 when there is no room for them here
 */
export async function fetchBlocks(
  reads: readonly RemoteRead[],
  world: BlockWorld,
  signal: AbortSignal,
): Promise<FetchedOutputs> {
  const fetched = new FetchedBlocks(
    reads.flatMap(({ block }) => block.sizes),
    world.budget,
    world.scratch,
  )
  const stop = new AbortController()
  try {
    const rooms = new Map(reads.map((each) => [each, each.block.sizes.map((size) => fetched.room(size))]))
    const all = AbortSignal.any([signal, stop.signal])
    // Every request listens to it, however many there are.
    setMaxListeners(0, all)
    await Promise.all(requestsOf(rooms).map((parts) => fetchParts(parts, fetched, world, all)))
    await fetched.finish()
    const found = [...rooms].map(([each, own]) => [each, whole(each, own, fetched)] as const)
    return { found: new Map(found), release: () => fetched.release() }
  } catch (error) {
    stop.abort(error)
    fetched.release()
    throw error
  }
}

/** Blocks that are whole; what is damaged is not to be had there. */
function whole(
  { read, block }: RemoteRead,
  rooms: readonly Room[],
  fetched: FetchedBlocks,
): readonly OwnBlock[] {
  try {
    return rooms.map((room) => fetched.block(room))
  } catch (error) {
    throw new BlocksMissing(read, block.worker, error)
  }
}

/** What one request asks of one worker, of one shuffle. */
function requestsOf(rooms: ReadonlyMap<RemoteRead, readonly Room[]>): readonly (readonly Part[])[] {
  const open = new Map<string, { parts: Part[]; bytes: number }>()
  const requests: Part[][] = []
  for (const [{ read, block: own }, of] of rooms) {
    const { worker, output, partition } = own
    const key = `${worker} ${read.shuffle}`
    for (const [block, room] of of.entries()) {
      for (let from = 0; from < room.size.size; from += requestSize) {
        const size = Math.min(requestSize, room.size.size - from)
        const last = open.get(key)
        const part = { read, worker, room, piece: { output, partition, block, from, size } }
        if (last && last.bytes + size <= requestSize) {
          last.parts.push(part)
          last.bytes += size
        } else {
          const parts = [part]
          requests.push(parts)
          open.set(key, { parts, bytes: size })
        }
      }
    }
  }
  return requests
}

async function fetchParts(
  parts: readonly Part[],
  fetched: FetchedBlocks,
  { credits, peer }: BlockWorld,
  signal: AbortSignal,
): Promise<void> {
  const [first] = parts
  if (!first) return
  const bytes = parts.reduce((sum, { piece }) => sum + piece.size, 0)
  await credits.take(bytes)
  try {
    const blocks = await request(first, parts, peer, signal)
    // What has no room here is this worker's fault, and nobody's who keeps it.
    for (const [i, { room, piece }] of parts.entries()) {
      await fetched.put(room, piece.from, blocks[i] ?? new Uint8Array(0))
    }
  } finally {
    credits.give(bytes)
  }
}

async function request(
  { read, worker }: Part,
  parts: readonly Part[],
  peer: BlockWorld['peer'],
  signal: AbortSignal,
): Promise<readonly Uint8Array[]> {
  signal.throwIfAborted()
  const pieces = parts.map(({ piece }) => piece)
  try {
    const blocks = await peer(worker).fetch(pieces, signal)
    const isWhole = pieces.every(({ size }, i) => blocks[i]?.length === size)
    if (!isWhole) throw new Error('It gave another number of bytes.')
    return blocks
  } catch (error) {
    signal.throwIfAborted()
    throw new BlocksMissing(read, worker, error)
  }
}
