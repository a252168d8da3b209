import type { Terminal } from './step.ts'

/** Spreads records over the partitions of the next stage: one array of rows for each. */
export const exchange: Terminal = {
  kind: 'terminal',
  locals: (code) => ({ buckets: `newBuckets(${code.param('partitions')})` }),
  record(code, x) {
    const pairs = `pair(${x})\nconst key = ${x}[0]`
    return `${code.params['keyOf'] === 'record' ? `const key = ${x}` : pairs}
buckets[${target(code)}].push(${x})`
  },
  result: () => 'buckets',
}

function target(code: Parameters<Terminal['result']>[0]): string {
  const partitions = code.param('partitions')
  switch (code.params['by']) {
    case 'hash':
      return `partitionOf(key, ${partitions})`
    case 'direct':
      return 'key'
    case 'range':
      return `rangeOf(key, ${code.param('bounds')}, ${code.param('ascending')})`
    default:
      return `customPartition(${code.task(0)}(key), ${partitions})`
  }
}
