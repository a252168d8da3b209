import { Best } from '@atomic-ts/core/internal'
import { isColumn } from '../columns/column.ts'
import { rowsOf } from '../columns/rows-of.ts'
import type { ColumnKernel } from './column-kernel.ts'

/** The least (or greatest) numbers of a partition. Most are no better than those that are kept, and cost one look. */
export const bestOfColumns: ColumnKernel = ({ params }) => {
  const descending = params?.['descending'] === true
  const best = new Best(Number(params?.['n']), descending)
  return {
    taken: [],
    take(rows) {
      // The key of a user's function may be anything.
      if (params?.['keyed'] === true || !isColumn(rows) || rows.kind !== 'numbers') return false
      offerAll(best, rows.values, descending)
      return true
    },
    behind: (rest) => [...best.rows(), ...(isColumn(rest) ? rowsOf(rest) : rest)],
    finish: () => best.rows(),
  }
}

function offerAll(best: Best, values: ArrayLike<number>, descending: boolean): void {
  let worst = worstOf(best)
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0
    // NaN is not compared here: it is greater than all numbers.
    if (value === value && (descending ? value <= worst : value >= worst)) continue
    best.offer(value, value)
    worst = worstOf(best)
  }
}

/** The number that another must be better than; NaN, which no comparison holds for, while there is none. */
function worstOf(best: Best): number {
  return typeof best.worst === 'number' ? best.worst : NaN
}
