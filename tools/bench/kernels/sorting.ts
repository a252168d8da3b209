import { mergeRuns } from '../../../packages/runtime/src/executor/on-disk/merge-runs.ts'
import { floatPairs, intPairs, wordPairs } from './records.ts'
import { inColumns, running } from './run-step.ts'
import type { Kernels, Versus } from './versus.ts'

type Pairs<K> = readonly (readonly [key: K, value: number])[]

const byNumber = (a: number, b: number) => a - b
const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** Sorts of pairs by key, and what puts sorted runs together. */
export const sorting: Kernels = {
  'radix sort by integers': sort(intPairs, byNumber),
  'radix sort by floats': sort(floatPairs, byNumber),
  'sort by strings': sort(wordPairs, byText),
  'sort by strings that differ': sort(
    intPairs.map(([n, i]) => [`key ${n}`, i]),
    byText,
  ),
  'merge of 8 runs by integers': merge(intPairs, byNumber),
  'merge of 8 runs by strings': merge(wordPairs, byText),
}

function sort<K>(pairs: Pairs<K>, compare: (a: K, b: K) => number): Versus {
  return {
    ours: running(inColumns(pairs), { op: 'sort', params: { ascending: true } }),
    plain: () => pairs.toSorted(([a], [b]) => compare(a, b)),
    by: 'toSorted',
  }
}

function merge<K>(pairs: Pairs<K>, compare: (a: K, b: K) => number): Versus {
  const size = Math.ceil(pairs.length / 8)
  const runs = Array.from({ length: 8 }, (_, i) =>
    pairs.slice(i * size, (i + 1) * size).toSorted(([a], [b]) => compare(a, b)),
  )
  return {
    ours: () => [
      ...mergeRuns(
        runs.map((run) => [run]),
        true,
      ),
    ],
    // It finds the runs, and merges them.
    plain: () => runs.flat().toSorted(([a], [b]) => compare(a, b)),
    by: 'toSorted',
  }
}
