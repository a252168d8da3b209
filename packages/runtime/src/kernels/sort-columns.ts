import { pairsInColumns } from '../codec/pairs-in-columns.ts'
import { anyColumn, pairColumns } from '../columns/column.ts'
import { concat } from '../columns/concat.ts'
import { gather } from '../columns/gather.ts'
import { wholePartition, type ColumnKernel } from './column-kernel.ts'
import { areSortable, orderOf } from './key-order.ts'

/** Pairs in the order of their keys; equal keys keep their order. */
export const sortColumns: ColumnKernel = wholePartition({
  accepts(column) {
    const [keys] = pairColumns(column) ?? []
    return keys !== undefined && areSortable(keys)
  },
  lift: pairsInColumns,
  run(columns, { params }) {
    const column = concat(columns)
    const [keys = anyColumn([])] = pairColumns(column) ?? []
    return column.length === 0 ? column : gather(column, orderOf(keys, params?.['ascending'] === true))
  },
})
