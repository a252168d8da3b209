import type { RemoteBlock } from '../shuffle/block-ref.ts'
import { requestSize, type Piece } from '../wire/protocol.ts'
import type { MemoryBudget } from '../memory/memory-budget.ts'
import type { Credits } from './credits.ts'
import { FetchedBlocks, type Room } from './fetched-blocks.ts'
import type { KeptOutputs, OwnBlock } from './kept-outputs.ts'
import type { PeerLink } from './peer-link.ts'
import type { RemoteRead } from './remote-reads.ts'

/** Where an executor process finds blocks. */
export interface BlockWorld {
  /** Those that it keeps itself. */
  readonly outputs: KeptOutputs
  readonly budget: MemoryBudget
  /** The scratch folder. */
  readonly scratch: string
  readonly credits: Credits
  /** Whether the driver means this process by a number. */
  isOwn(worker: number): boolean
  /**
   * The connection to another one.
   * @throws Error when the driver has said nothing of it
   */
  readonly peer: (worker: number) => PeerLink
}

/** Blocks that are here now. */
export interface FoundBlocks {
  readonly found: ReadonlyMap<RemoteBlock, readonly OwnBlock[]>
  /** Gives back what they take. */
  readonly release: () => void
}

/** Blocks that are not to be had. */
export class BlocksMissing extends Error {
  readonly read: RemoteRead

  constructor(read: RemoteRead, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
    this.read = read
  }
}

interface Part {
  readonly read: RemoteRead
  readonly room: Room
  readonly piece: Piece
}

/**
 * Brings blocks to this process, in memory or in a file.
 * @throws BlocksMissing
 */
export async function fetchBlocks(
  reads: readonly RemoteRead[],
  world: BlockWorld,
  signal: AbortSignal,
): Promise<FoundBlocks> {
  const elsewhere = new Set(reads.filter(({ block }) => !world.isOwn(block.worker)))
  const sizes = [...elsewhere].flatMap(({ block }) => block.sizes)
  const fetched = new FetchedBlocks(sizes, world.budget, world.scratch)
  const stop = new AbortController()
  try {
    const found = new Map<RemoteBlock, readonly OwnBlock[]>()
    for (const read of reads) if (!elsewhere.has(read)) found.set(read.block, own(read, world))
    const rooms = new Map(
      [...elsewhere].map((read) => [read, read.block.sizes.map((size) => fetched.room(size))]),
    )
    const all = AbortSignal.any([signal, stop.signal])
    await Promise.all(requestsOf(rooms).map((parts) => fetchParts(parts, fetched, world, all)))
    await fetched.finish()
    for (const [{ block }, of] of rooms) {
      found.set(
        block,
        of.map((room) => fetched.block(room)),
      )
    }
    return { found, release: () => fetched.release() }
  } catch (error) {
    stop.abort(error)
    fetched.release()
    throw error
  }
}

function own(read: RemoteRead, { outputs }: BlockWorld): readonly OwnBlock[] {
  try {
    return outputs.blocksOf(read.block.output, read.block.partition)
  } catch (error) {
    throw new BlocksMissing(read, error)
  }
}

/** What one request asks of one worker, for all of them. */
function requestsOf(rooms: ReadonlyMap<RemoteRead, readonly Room[]>): readonly (readonly Part[])[] {
  const open = new Map<number, { parts: Part[]; bytes: number }>()
  const requests: Part[][] = []
  for (const [read, of] of rooms) {
    const { worker, output, partition } = read.block
    for (const [block, room] of of.entries()) {
      for (let from = 0; from < room.size.size; from += requestSize) {
        const size = Math.min(requestSize, room.size.size - from)
        const last = open.get(worker)
        const part = { read, room, piece: { output, partition, block, from, size } }
        if (last && last.bytes + size <= requestSize) {
          last.parts.push(part)
          last.bytes += size
        } else {
          const parts = [part]
          requests.push(parts)
          open.set(worker, { parts, bytes: size })
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
    signal.throwIfAborted()
    const pieces = parts.map(({ piece }) => piece)
    const blocks = await peer(first.read.block.worker).fetch(pieces, signal)
    for (const [i, { room, piece }] of parts.entries()) {
      const block = blocks[i]
      if (block?.length !== piece.size) throw new Error('It gave another number of bytes.')
      await fetched.put(room, piece.from, block)
    }
  } catch (error) {
    signal.throwIfAborted()
    throw new BlocksMissing(first.read, error)
  } finally {
    credits.give(bytes)
  }
}
