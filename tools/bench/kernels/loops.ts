import type { Step } from '@atomic-ts/core/internal'
import { compilePipeline } from '../../../packages/runtime/src/executor/compile-pipeline.ts'
import { TaskCounts } from '../../../packages/runtime/src/task/task-counts.ts'
import { numberPairs, numbers, wordPairs } from './records.ts'

type Task = (...records: never[]) => unknown

const addOne = (n: number) => n + 1
const isEven = (n: number) => n % 2 === 0
const add = (a: number, b: number) => a + b
const combineParams = { by: 'hash', partitions: 12, keyOf: 'pair' }

/** Fused loops of record operators, and hash aggregates. */
export const loops: Readonly<Record<string, () => unknown>> = {
  'map, filter, reduce: fused': fused(numbers, [
    ['map', addOne],
    ['filter', isEven],
    ['reduceRows', add],
  ]),
  'map, filter, reduce: plain': () => {
    let sum = 0
    for (const n of numbers) if (isEven(addOne(n))) sum = add(sum, addOne(n))
    return sum
  },
  'aggregate by number: fused': fused(numberPairs, [['combine', add]]),
  'aggregate by number: Map': () => aggregate(numberPairs),
  'aggregate by string: fused': fused(wordPairs, [['combine', add]]),
  'aggregate by string: Map': () => aggregate(wordPairs),
}

/** A loop as the executor compiles it, over one chunk of rows. The last step is where records end. */
function fused(rows: readonly unknown[], steps: readonly (readonly [op: string, task: Task])[]) {
  const tasks = new Map(steps.map(([op, task]) => [op, task]))
  const all = steps.map(([op]): Step => ({
    op,
    tasks: [{ id: op, captures: new Uint8Array() }],
    params: combineParams,
  }))
  const [sink = { op: 'pullRows' }, ...before] = all.toReversed()
  const source = { kind: 'source', node: 0, format: 'parallelize', at: 'here' } as const
  const [segment] = compilePipeline({ source, steps: before.toReversed() }, sink, ({ id }) => {
    const task = tasks.get(id)
    if (!task) throw new Error(`There is no task ${id}.`)
    return task
  })
  return () => {
    const attempt = { partition: 0, attempt: 0, counts: new TaskCounts(), room: Infinity, spilled: 0 }
    const loop = segment?.open?.({ ...attempt, emit: () => {}, spill: () => {} })
    loop?.push(rows)
    return loop?.finish()
  }
}

function aggregate<K>(pairs: readonly (readonly [K, number])[]): Map<K, number> {
  const sums = new Map<K, number>()
  for (const [key, value] of pairs) sums.set(key, add(sums.get(key) ?? 0, value))
  return sums
}
