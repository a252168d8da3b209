import type { Step } from '@atomic-ts/core/internal'
import { anyColumn, pairColumns, tupleColumn, type Column } from '../columns/column.ts'
import { concat } from '../columns/concat.ts'
import { gather } from '../columns/gather.ts'
import { rowsOf } from '../columns/rows-of.ts'
import { wholePartition, type ColumnKernel } from './column-kernel.ts'
import { countingOrder } from './counting-order.ts'
import { areAlike, areGroupable, groupsOf, type Groups } from './group-ids.ts'

/** One pair a key: its values merged by the task. */
export const combineColumns: ColumnKernel = merging('value', 'tasks[0]')

/** One pair a key: task 0 makes a combiner of the first value, task 1 merges the others into it. */
export const createCombinersOfColumns: ColumnKernel = merging('first(value)', 'tasks[1]')

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

function accepts(column: Column, _step: Step, [first = column]: readonly Column[]): boolean {
  const [keys] = pairColumns(column) ?? []
  const [before] = pairColumns(first) ?? []
  return keys !== undefined && before !== undefined && areGroupable(keys) && areAlike(keys, before)
}

type Merge = (groups: Groups, values: ArrayLike<unknown>, merged: unknown[]) => void

function merging(first: string, merge: string): ColumnKernel {
  const source = `const first = tasks[0]
const merge = ${merge}
return ({ ids, firsts }, values, merged) => {
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i]
    const value = values[i]
    if (id === merged.length) merged.push(${first})
    else merged[id] = merge(merged[id], value)
  }
}`
  return wholePartition({
    accepts,
    run(columns, _step, _env, tasks) {
      const { keys, values, groups } = grouped(columns)
      const merged: unknown[] = []
      const run = tasks.compile(source) as Merge
      run(groups, values.kind === 'numbers' ? values.values : rowsOf(values), merged)
      return pairsOf(keys, groups, merged)
    },
  })
}

function grouped(columns: readonly Column[]): { keys: Column; values: Column; groups: Groups } {
  const [keys = anyColumn([]), values = anyColumn([])] = pairColumns(concat(columns)) ?? []
  return { keys, values, groups: groupsOf(keys) }
}

function pairsOf(keys: Column, { firsts }: Groups, values: readonly unknown[]): Column {
  return tupleColumn([gather(keys, firsts), anyColumn(values)], firsts.length)
}
