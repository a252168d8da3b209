import { compositePairs, floatPairs, intPairs, wordPairs } from './records.ts'
import { inColumns, running } from './run-step.ts'
import type { Kernels, Versus } from './versus.ts'

type Pairs<K> = readonly (readonly [key: K, value: number])[]

const partitions = 12
const add = (a: number, b: number) => a + b

/** What brings records of one key together. */
export const byKey: Kernels = {
  'hash partition by integers': partition(intPairs, (key) => key),
  'hash partition by strings': partition(wordPairs, hashOf),
  'hash aggregate by integers': aggregate(intPairs, (key) => key),
  'hash aggregate by floats': aggregate(floatPairs, (key) => key),
  'hash aggregate by strings': aggregate(wordPairs, (key) => key),
  'hash aggregate by [string, number]': aggregate(compositePairs, ([word, n]) => `${word} ${n}`),
  'distinct integers': distinct(intPairs.map(([key]) => key)),
  'distinct strings': distinct(wordPairs.map(([key]) => key)),
  'distinct [string, number]': distinct(
    compositePairs.map(([key]) => key),
    ([word, n]) => `${word} ${n}`,
  ),
  'count by value, integers': {
    ours: running(inColumns(intPairs.map(([key]) => key)), { op: 'tallyRows' }),
    plain() {
      const counts = new Map<number, number>()
      for (const [key] of intPairs) counts.set(key, (counts.get(key) ?? 0) + 1)
      return counts
    },
    by: 'Map',
  },
  'group by integers': {
    ours: running(inColumns(intPairs), { op: 'group' }),
    plain: () => valuesByKey(intPairs),
    by: 'Map of arrays',
  },
}

function partition<K>(pairs: Pairs<K>, numberOf: (key: K) => number): Versus {
  const params = { by: 'hash', partitions, keyOf: 'pair' }
  return {
    ours: running(inColumns(pairs), { op: 'exchange', params }),
    plain() {
      const parts: (readonly [K, number])[][] = Array.from({ length: partitions }, () => [])
      for (const pair of pairs) parts[numberOf(pair[0]) % partitions]?.push(pair)
      return parts
    },
    by: 'an array for each partition',
  }
}

function aggregate<K>(pairs: Pairs<K>, keyOf: (key: K) => string | number): Versus {
  return {
    ours: running(inColumns(pairs), { op: 'combine', tasks: [add] }),
    plain() {
      const sums = new Map<string | number, number>()
      for (const [key, value] of pairs) {
        const of = keyOf(key)
        sums.set(of, add(sums.get(of) ?? 0, value))
      }
      return sums
    },
    by: 'Map',
  }
}

function distinct<T>(records: readonly T[], textOf?: (record: T) => string): Versus {
  return {
    ours: running(inColumns(records), { op: 'unique' }),
    plain: () => (textOf ? new Map(records.map((record) => [textOf(record), record])) : new Set(records)),
    by: textOf ? 'Map by text' : 'Set',
  }
}

function valuesByKey<K>(pairs: Pairs<K>): Map<K, number[]> {
  const values = new Map<K, number[]>()
  for (const [key, value] of pairs) {
    const known = values.get(key)
    if (known) known.push(value)
    else values.set(key, [value])
  }
  return values
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash >>> 0
}
