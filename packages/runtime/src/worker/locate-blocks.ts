import type { RemoteBlock } from '../shuffle/block-ref.ts'
import { blocksOf, type OwnBlock } from '../shuffle/local-split.ts'
import { isRemote, type ShuffleRead } from '../shuffle/map-output.ts'
import { partitionsIn } from '../shuffle/output-index.ts'
import { BlocksMissing } from './blocks-missing.ts'
import type { KeptOutputs } from './kept-outputs.ts'
import type { PeerLink } from './peer-link.ts'

/** Where an executor process finds map outputs. */
export interface OutputWorld {
  /** Those that it keeps itself. */
  readonly outputs: KeptOutputs
  /** Whether the driver means this process by a number. */
  isOwn(worker: number): boolean
  /**
   * The connection to another one.
   * @throws Error when the driver has said nothing of it
   */
  readonly peer: (worker: number) => PeerLink
}

/** A block that a task reads, and another worker keeps. */
export interface RemoteRead {
  readonly read: ShuffleRead
  /** The map task that left it. */
  readonly from: number
  readonly block: RemoteBlock
}

/** What a task reads of a shuffle. */
export interface LocatedRead {
  /** What lies here, by map task. */
  readonly own: ReadonlyMap<number, readonly OwnBlock[]>
  readonly remote: readonly RemoteRead[]
}

// So many outputs are asked for at once: each answer is a small message.
const mostAsked = 10_000

/**
 * Finds what a task reads of a shuffle: what lies here, and what others keep, who say how large it is.
 * @throws BlocksMissing
 */
export async function locateBlocks(
  read: ShuffleRead,
  world: OutputWorld,
  signal: AbortSignal,
): Promise<LocatedRead> {
  const own = new Map<number, readonly OwnBlock[]>()
  const others = new Map<number, number[]>()
  for (const [from, place] of read.places.entries()) {
    if (!isRemote(place)) own.set(from, blocksOf(place, read.partition))
    else if (world.isOwn(place.worker)) own.set(from, ownBlocks(read, place, world))
    else listOf(others, place.worker).push(from)
  }
  const asked = [...others].flatMap(([worker, froms]) => parts(froms).map((some) => [worker, some] as const))
  const remote = await Promise.all(asked.map(([worker, froms]) => askFor(read, worker, froms, world, signal)))
  return { own, remote: remote.flat() }
}

function ownBlocks(
  read: ShuffleRead,
  { worker, output }: { readonly worker: number; readonly output: number },
  { outputs }: OutputWorld,
): readonly OwnBlock[] {
  try {
    return outputs.blocksOf(output, read.partition)
  } catch (error) {
    throw new BlocksMissing(read, worker, error)
  }
}

async function askFor(
  read: ShuffleRead,
  worker: number,
  froms: readonly number[],
  { peer }: OutputWorld,
  signal: AbortSignal,
): Promise<readonly RemoteRead[]> {
  const { partition, places } = read
  const outputs = froms.flatMap((from) => {
    const place = places[from]
    return place && isRemote(place) ? [place.output] : []
  })
  try {
    const sizes = partitionsIn(await peer(worker).sizes(outputs, partition, signal))
    return [...sizes].map(([i, own]) => {
      const [from, output] = [froms[i], outputs[i]]
      if (from === undefined || output === undefined) throw new Error('It gave sizes of other map outputs.')
      return { read, from, block: { worker, output, partition, sizes: own } }
    })
  } catch (error) {
    signal.throwIfAborted()
    throw new BlocksMissing(read, worker, error)
  }
}

function listOf(lists: Map<number, number[]>, key: number): number[] {
  const list = lists.get(key) ?? []
  lists.set(key, list)
  return list
}

function parts(all: readonly number[]): readonly (readonly number[])[] {
  const count = Math.ceil(all.length / mostAsked)
  return Array.from({ length: count }, (_, i) => all.slice(i * mostAsked, (i + 1) * mostAsked))
}
