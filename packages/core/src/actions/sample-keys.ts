import { compareKeys } from '../keys/compare-keys.ts'
import type { Terminal } from '../operators/step.ts'

/**
 * A reservoir sample of a partition's keys (Vitter's algorithm R, with a generator seeded by the sink, so that a
 * retried attempt draws the same), as `[keys seen, ...sample]`.
 */
export const sampleKeys: Terminal = {
  kind: 'terminal',
  locals: (code) => ({ keys: '[]', n: '0', random: `seeded(${code.param('seed')})` }),
  record: (code, x) => `pair(${x})
n++
if (keys.length < ${code.param('size')}) keys.push(${x}[0])
else {
const slot = Math.floor(random() * n)
if (slot < ${code.param('size')}) keys[slot] = ${x}[0]
}`,
  result: () => '[n, ...keys]',
}

/** Cuts sampled keys into ascending bounds for a number of partitions: fewer where keys repeat. */
export function rangeBounds(samples: readonly unknown[][], partitions: number): unknown[] {
  const weighted = samples
    .flatMap(([n, ...keys]) => keys.map((key) => ({ key, weight: Number(n) / keys.length })))
    .toSorted((a, b) => compareKeys(a.key, b.key))
  const total = weighted.reduce((sum, { weight }) => sum + weight, 0)
  const bounds: unknown[] = []
  let below = 0
  for (const { key, weight } of weighted) {
    below += weight
    if (bounds.length >= partitions - 1) break
    const isNew = bounds.length === 0 || compareKeys(bounds.at(-1), key) < 0
    if (below >= (total * (bounds.length + 1)) / partitions && isNew) bounds.push(key)
  }
  return bounds
}
