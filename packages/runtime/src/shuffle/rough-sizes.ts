import { partitionsIn } from './output-index.ts'

// From so many map tasks or partitions on nobody looks at sizes, as in Spark.
const tooMany = 1000
// As in Spark: a byte tells a size to a tenth.
const base = Math.log(1.1)

/**
 * About how many bytes a map output has for each partition, a byte for each: all that a driver must know of them, to have
 * tasks run near what they read. None when there is nothing to say.
 */
export function roughSizes(index: Uint8Array, maps: number): Uint8Array | undefined {
  const partitions = partitionsIn(index)
  const last = Math.max(-1, ...partitions.keys())
  if (maps >= tooMany || last >= tooMany || last < 0) return undefined
  const sizes = new Uint8Array(last + 1)
  for (const [partition, blocks] of partitions) {
    const bytes = blocks.reduce((sum, { length }) => sum + length, 0)
    sizes[partition] = Math.min(255, Math.ceil(Math.log(Math.max(1, bytes)) / base))
  }
  return sizes
}

/** About how many bytes a partition has. */
export function roughSize(sizes: Uint8Array | undefined, partition: number): number {
  const size = sizes?.[partition] ?? 0
  return size === 0 ? 0 : Math.exp(size * base)
}
