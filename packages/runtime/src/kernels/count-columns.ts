import { elementsOf } from '../codec/number-column.ts'
import {
  anyColumn,
  isColumn,
  numberColumn,
  pairColumns,
  tupleColumn,
  type Column,
} from '../columns/column.ts'
import { concat } from '../columns/concat.ts'
import { gather } from '../columns/gather.ts'
import { rowsOf } from '../columns/rows-of.ts'
import { wholePartition, type ColumnKernel } from './column-kernel.ts'
import { areAlike, areGroupable, areGroupablePairs, groupsOf } from './group-ids.ts'

/** One pair a key: how many pairs it has. */
export const countValuesOfColumns: ColumnKernel = wholePartition({
  accepts: (column, _step, taken) => areGroupablePairs(column, taken),
  run: (columns) => counted(pairColumns(concat(columns))?.[0] ?? anyColumn([])),
})

/** One pair a key: the sum of its counts. */
export const addCountsOfColumns: ColumnKernel = wholePartition({
  accepts: (column, _step, taken) =>
    areGroupablePairs(column, taken) && pairColumns(column)?.[1].kind === 'numbers',
  run: added,
  condense: added,
})

/** So many records are held before they are counted. */
const mostHeld = 1 << 17

/** How often each record occurs: counted in goes, so that what is held are mostly records that differ. */
export const tallyColumns: ColumnKernel = () => {
  const taken: Column[] = []
  let held = 0
  let first: Column | undefined
  let counts: Column | undefined
  return {
    taken,
    take(rows) {
      const column = isColumn(rows) ? rows : anyColumn(rows)
      first ??= column
      if (!areGroupable(column) || !areAlike(column, first)) return false
      taken.push(column)
      held += column.length
      if (held >= mostHeld) count()
      return true
    },
    behind: (rest) => (counts ? [...rowsOf(counts), ...(isColumn(rest) ? rowsOf(rest) : rest)] : rest),
    finish() {
      count()
      return counts ?? anyColumn([])
    },
  }

  function count(): void {
    const now = counted(concat(taken))
    counts = counts ? added([counts, now]) : now
    taken.length = 0
    held = 0
  }
}

function counted(keys: Column): Column {
  const { ids, firsts } = groupsOf(keys)
  const counts = new Int32Array(firsts.length)
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i] ?? 0
    counts[id] = (counts[id] ?? 0) + 1
  }
  return tupleColumn([gather(keys, firsts), numberColumn(counts)], firsts.length)
}

function added(columns: readonly Column[]): Column {
  const [keys = anyColumn([]), values] = pairColumns(concat(columns)) ?? []
  const counts = values?.kind === 'numbers' ? values.values : new Int8Array(0)
  const { ids, firsts } = groupsOf(keys)
  const sums = new Float64Array(firsts.length)
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i] ?? 0
    sums[id] = (sums[id] ?? 0) + (counts[i] ?? 0)
  }
  return tupleColumn([gather(keys, firsts), numberColumn(elementsOf(sums))], firsts.length)
}
