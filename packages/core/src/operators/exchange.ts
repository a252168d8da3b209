import type { Code } from './code.ts'
import type { Terminal } from './step.ts'

/** Spreads records over the partitions of the next stage: one array of rows for each. */
export const exchange: Terminal = {
  kind: 'terminal',
  locals: (code) => ({ buckets: `newBuckets(${code.param('partitions')})`, ...turn(code) }),
  record(code, x) {
    const pairs = `pair(${x})\nconst key = ${x}[0]`
    return `${code.params['keyOf'] === 'record' ? `const key = ${x}` : pairs}
buckets[${target(code)}].push(${x})`
  },
  result: () => 'buckets',
}

/** Where a partition's records begin to go in turn: not all partitions begin at the same one. */
function turn(code: Code): Readonly<Record<string, string>> {
  if (code.params['by'] !== 'turn') return {}
  return { turn: `Math.floor(seeded(partition)() * ${code.param('partitions')}) + env.spilled` }
}

function target(code: Code): string {
  const partitions = code.param('partitions')
  switch (code.params['by']) {
    case 'hash':
      return `partitionOf(key, ${partitions})`
    case 'direct':
      return 'key'
    case 'range':
      return `rangeOf(key, ${code.param('bounds')}, ${code.param('ascending')})`
    case 'turn':
      return `turn++ % ${partitions}`
    default:
      return `customPartition(${code.task(0)}(key), ${partitions})`
  }
}
