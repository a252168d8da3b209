/** Positions in the order of their buckets, those of one bucket as they came; and where each bucket begins. */
export interface BucketOrder {
  readonly positions: Int32Array
  /** One more than there are buckets. */
  readonly starts: Int32Array
}

/** Sorts positions by their bucket, in linear time (counting sort). */
export function countingOrder(buckets: Int32Array, count: number): BucketOrder {
  const starts = new Int32Array(count + 1)
  for (let i = 0; i < buckets.length; i++) {
    const next = (buckets[i] ?? 0) + 1
    starts[next] = (starts[next] ?? 0) + 1
  }
  for (let i = 0; i < count; i++) starts[i + 1] = (starts[i + 1] ?? 0) + (starts[i] ?? 0)
  const next = starts.slice(0, count)
  const positions = new Int32Array(buckets.length)
  for (let i = 0; i < buckets.length; i++) {
    const bucket = buckets[i] ?? 0
    const at = next[bucket] ?? 0
    next[bucket] = at + 1
    positions[at] = i
  }
  return { positions, starts }
}
