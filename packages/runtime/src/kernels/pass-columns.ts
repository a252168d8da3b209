import { anyColumn } from '../columns/column.ts'
import type { ColumnKernel } from './column-kernel.ts'

/** Sends every chunk on as it comes. */
export const collectColumns: ColumnKernel = (_step, env) => ({
  taken: [],
  take(column) {
    env.emit(column)
    return true
  },
  finish: () => anyColumn([]),
})

/** Counts records without a look at them. */
export const countColumns: ColumnKernel = () => {
  let n = 0
  return {
    taken: [],
    take(column) {
      n += column.length
      return true
    },
    finish: () => [n],
  }
}
