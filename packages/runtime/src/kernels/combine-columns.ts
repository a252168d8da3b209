import { isPrimitiveKey, type Step } from '@atomic-ts/core/internal'
import { decodeForTasks } from '../codec/codec.ts'
import { columnOf } from '../codec/pairs-in-columns.ts'
import { anyColumn, pairColumns, tupleColumn, type Column, type Rows } from '../columns/column.ts'
import { concat } from '../columns/concat.ts'
import { gather } from '../columns/gather.ts'
import { rowsOf } from '../columns/rows-of.ts'
import { wholePartition, type ColumnKernel, type WholePartition } from './column-kernel.ts'
import { countingOrder } from './counting-order.ts'
import { areGroupablePairs, groupsOf, type Groups } from './group-ids.ts'

const accepts = (column: Column, _step: Step, taken: readonly Column[]): boolean =>
  areGroupablePairs(column, taken)

/** One pair a key: its values merged by the task. */
export const combineColumns: ColumnKernel = merging({
  first: 'value',
  merge: 'tasks[0]',
  isAgain: true,
})

/** One pair a key: task 0 makes a combiner of the first value, task 1 merges the others into it. */
export const createCombinersOfColumns: ColumnKernel = merging({ first: 'tasks[0](value)', merge: 'tasks[1]' })

/** One pair a key: its values folded by the task into a zero of its own. */
export const foldValuesOfColumns: ColumnKernel = merging({ first: 'merge(zero(), value)', merge: 'tasks[0]' })

/** One pair a key: all its values, in the order of arrival. */
export const groupColumns: ColumnKernel = wholePartition({
  accepts,
  run: (columns) => {
    const { keys, values, groups } = grouped(columns)
    const { positions, starts } = countingOrder(groups.ids, groups.firsts.length)
    const inOrder = rowsOf(gather(values, positions))
    const lists: unknown[][] = []
    for (let i = 0; i < groups.firsts.length; i++) lists.push(inOrder.slice(starts[i], starts[i + 1]))
    return pairsOf(keys, groups, lists)
  },
})

type Merge = (groups: Groups, values: ArrayLike<unknown>, merged: unknown[], zero: () => unknown) => void

/** How values are merged, as expressions. */
interface Merging {
  readonly first: string
  readonly merge: string
  /** Whether what is merged can be merged on, before the other values of its key. */
  readonly isAgain?: boolean
}

function merging({ first, merge, isAgain }: Merging): ColumnKernel {
  const source = `const merge = ${merge}
return ({ ids, firsts }, values, merged, zero) => {
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i]
    const value = values[i]
    if (id === merged.length) merged.push(${first})
    else merged[id] = merge(merged[id], value)
  }
}`
  const run: Run = (columns, step, _env, tasks) => {
    const { keys, values, groups } = grouped(columns)
    const merged: unknown[] = []
    const mergeAll = tasks.compile(source) as Merge
    mergeAll(groups, values.kind === 'numbers' ? values.values : rowsOf(values), merged, zeroOf(step))
    return pairsOf(keys, groups, merged)
  }
  return wholePartition({ accepts, run, ...(isAgain && { condense: run }) })
}

type Run = (...args: Parameters<WholePartition<Rows>['run']>) => Column

/** Makes the zero of a fold: a copy each time, when it is no plain value. */
function zeroOf({ params }: Step): () => unknown {
  const encoded = params?.['zero']
  if (!(encoded instanceof Uint8Array)) return () => undefined
  const zero = decodeForTasks(encoded)
  return isPrimitiveKey(zero) ? () => zero : () => decodeForTasks(encoded)
}

function grouped(columns: readonly Column[]): { keys: Column; values: Column; groups: Groups } {
  const [keys = anyColumn([]), values = anyColumn([])] = pairColumns(concat(columns)) ?? []
  return { keys, values, groups: groupsOf(keys) }
}

function pairsOf(keys: Column, { firsts }: Groups, values: readonly unknown[]): Column {
  return tupleColumn([gather(keys, firsts), columnOf(values)], firsts.length)
}
