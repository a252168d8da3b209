import type { KnownOutputs } from '../shuffle/known-outputs.ts'
import { localSplit, outputsIn, type OwnBlock } from '../shuffle/local-split.ts'
import type { LaunchTask } from '../wire/messages.ts'
import { fetchBlocks, type BlockWorld } from './fetch-blocks.ts'
import { locateBlocks } from './locate-blocks.ts'

/** A launch whose blocks are all here. */
export interface LocalLaunch {
  readonly launch: LaunchTask
  readonly blocks: readonly Uint8Array[]
  /** Gives back what they take. */
  readonly release: () => void
}

/**
 * Brings the blocks that a task reads to this process.
 * @throws BlocksMissing
 */
export async function fetchSplit(
  launch: LaunchTask,
  beside: readonly Uint8Array[],
  known: KnownOutputs,
  world: BlockWorld,
  signal: AbortSignal,
): Promise<LocalLaunch> {
  const splits = outputsIn(launch.split)
  // What is known may change while blocks are on their way: the attempt goes by what held when it was launched.
  const reads = splits.map((split) => known.read(split))
  const located = await Promise.all(reads.map((read) => locateBlocks(read, world, signal)))
  const { found, release } = await fetchBlocks(
    located.flatMap(({ remote }) => remote),
    world,
    signal,
  )
  const perSplit = new Map(
    splits.map((split, i) => {
      const { own, remote = [] } = located[i] ?? {}
      const all: (readonly [number, readonly OwnBlock[]])[] = [...(own ?? [])]
      for (const each of remote) all.push([each.from, found.get(each) ?? []])
      return [split, all.toSorted(([a], [b]) => a - b)] as const
    }),
  )
  const { split, blocks } = localSplit(launch.split, beside, (each) => perSplit.get(each) ?? [])
  return { launch: { ...launch, split }, blocks, release }
}
