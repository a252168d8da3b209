import type { RemoteOutput } from '../wire/messages.ts'
import { fetchBlocks, type BlockWorld } from './fetch-blocks.ts'

/** Takes over outputs that another worker keeps. Gives those that are here now; the others are computed again. */
export async function adoptOutputs(
  from: number,
  outputs: readonly RemoteOutput[],
  world: BlockWorld,
): Promise<readonly number[]> {
  const adopted: number[] = []
  for (const { output, sizes } of outputs) {
    const blocks = sizes.map((of, partition) => ({ worker: from, output, partition, sizes: of, length: 0 }))
    const reads = blocks.map((block) => ({ shuffle: '', from: 0, block }))
    try {
      const { found, release } = await fetchBlocks(reads, world, new AbortController().signal)
      world.outputs.put(
        output,
        blocks.map((block) => found.get(block) ?? []),
        release,
      )
      adopted.push(output)
    } catch {
      // It is gone: so are those that come after it.
      return adopted
    }
  }
  return adopted
}
