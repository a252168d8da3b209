import { concat } from '../columns/concat.ts'
import { anyColumn } from '../columns/column.ts'
import { wholePartition, type ColumnKernel } from './column-kernel.ts'

/** Sends every chunk on as it comes. */
export const collectColumns: ColumnKernel = (_step, env) => ({
  taken: [],
  take(rows) {
    env.emit(rows)
    return true
  },
  finish: () => anyColumn([]),
})

/** Counts records without a look at them. */
export const countColumns: ColumnKernel = () => {
  let n = 0
  return {
    taken: [],
    take(rows) {
      n += rows.length
      return true
    },
    finish: () => [n],
  }
}

/** Holds a whole partition. */
export const gatherColumns: ColumnKernel = wholePartition({ accepts: () => true, run: concat })
