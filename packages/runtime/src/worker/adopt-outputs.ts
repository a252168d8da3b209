import { partitionsIn } from '../shuffle/output-index.ts'
import { fetchBlocks, type BlockWorld } from './fetch-blocks.ts'

/** Takes over outputs that another worker keeps. Gives those that are here now; the others are computed again. */
export async function adoptOutputs(
  from: number,
  outputs: readonly number[],
  world: BlockWorld,
): Promise<readonly number[]> {
  const adopted: number[] = []
  const { signal } = new AbortController()
  const read = { shuffle: '', partition: 0, places: [] }
  for (const output of outputs) {
    try {
      const index = await world.peer(from).index(output, signal)
      const reads = [...partitionsIn(index)].map(([partition, sizes]) => ({
        ...{ read, from: partition, block: { worker: from, output, partition, sizes } },
      }))
      const { found, release } = await fetchBlocks(reads, world, signal)
      const blocks = reads.map((each) => [each.block.partition, found.get(each) ?? []] as const)
      world.outputs.adopt(output, new Map(blocks), release)
      adopted.push(output)
    } catch {
      // It is gone: so are those that come after it.
      return adopted
    }
  }
  return adopted
}
