import { anyColumn, pairColumns, tupleColumn, type Column } from '../columns/column.ts'
import { concat } from '../columns/concat.ts'
import { gather } from '../columns/gather.ts'
import { wholePartition, type ColumnKernel } from './column-kernel.ts'
import { areAlike, areGroupable, areGroupablePairs, groupsOf } from './group-ids.ts'

/** Each record once, as it was first seen. */
export const uniqueColumns: ColumnKernel = wholePartition({
  accepts: (column, _step, [first = column]) => areGroupable(column) && areAlike(column, first),
  run: unique,
  condense: unique,
})

/** One pair a key: its last value. */
export const lastValuesOfColumns: ColumnKernel = wholePartition({
  accepts: (column, _step, taken) => areGroupablePairs(column, taken),
  run: lastValues,
  condense: lastValues,
})

/** One pair a key, with nothing as its value. */
export const eachKeyOnceOfColumns: ColumnKernel = wholePartition({
  accepts: (column, _step, taken) => areGroupablePairs(column, taken),
  run: eachKeyOnce,
  condense: eachKeyOnce,
})

function unique(columns: readonly Column[]): Column {
  const column = concat(columns)
  return gather(column, groupsOf(column).firsts)
}

function lastValues(columns: readonly Column[]): Column {
  const [keys = anyColumn([]), values = anyColumn([])] = pairColumns(concat(columns)) ?? []
  const { ids, firsts } = groupsOf(keys)
  const lasts = new Int32Array(firsts.length)
  for (let i = 0; i < ids.length; i++) lasts[ids[i] ?? 0] = i
  return tupleColumn([gather(keys, firsts), gather(values, lasts)], firsts.length)
}

function eachKeyOnce(columns: readonly Column[]): Column {
  const [keys = anyColumn([])] = pairColumns(concat(columns)) ?? []
  const { firsts } = groupsOf(keys)
  const nothing = anyColumn(Array.from(firsts, () => undefined))
  return tupleColumn([gather(keys, firsts), nothing], firsts.length)
}
