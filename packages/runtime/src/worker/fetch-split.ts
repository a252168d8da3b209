import type { FileBlock, RemoteBlock } from '../shuffle/block-ref.ts'
import type { LaunchTask } from '../wire/messages.ts'
import { fetchBlocks, type BlockWorld } from './fetch-blocks.ts'
import type { OwnBlock } from './kept-outputs.ts'
import { remoteReads, withFound } from './remote-reads.ts'

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
  blocks: readonly Uint8Array[],
  world: BlockWorld,
  signal: AbortSignal,
): Promise<LocalLaunch> {
  const { found, release } = await fetchBlocks(remoteReads(launch.split), world, signal)
  return { ...beside(launch, blocks, found), release }
}

/** The launch as its thread gets it: blocks in memory beside the message, the others as places in files. */
function beside(
  launch: LaunchTask,
  blocks: readonly Uint8Array[],
  found: ReadonlyMap<RemoteBlock, readonly OwnBlock[]>,
): Pick<LocalLaunch, 'launch' | 'blocks'> {
  const all = [...blocks]
  const refs = new Map<RemoteBlock, readonly (number | FileBlock)[]>()
  for (const [block, of] of found) {
    refs.set(
      block,
      of.map((each) => ('path' in each ? each : all.push(each) - 1)),
    )
  }
  return { launch: { ...launch, split: withFound(launch.split, refs) }, blocks: all }
}
