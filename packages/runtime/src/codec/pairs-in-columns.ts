import {
  anyColumn,
  isColumn,
  numberColumn,
  tupleColumn,
  type Column,
  type Rows,
  type TupleColumn,
} from '../columns/column.ts'
import { splitPairs } from './array-column.ts'
import { splitIntPairs } from './int-pairs.ts'
import { areNumbers, elementsOf } from './number-column.ts'

/** Pairs as a column of keys and one of values; undefined when a record is anything else. */
export function pairsInColumns(rows: readonly unknown[]): TupleColumn | undefined {
  const ints = splitIntPairs(rows)
  if (ints) {
    const columns = ints.map((part) => numberColumn(part.slice()))
    return tupleColumn(columns, rows.length)
  }
  const pairs = splitPairs(rows)
  return pairs && tupleColumn(pairs.map(columnOf), rows.length)
}

/** Records of any kind as a column: pairs by their parts. */
export function rowsInColumns(rows: Rows): Column {
  if (isColumn(rows) && rows.kind !== 'any') return rows
  const values = isColumn(rows) ? rows.values : rows
  return pairsInColumns(values) ?? anyColumn(values)
}

/** Values as a column: typed when they are numbers. */
export function columnOf(values: readonly unknown[]): Column {
  return areNumbers(values) ? numberColumn(elementsOf(values)) : anyColumn(values)
}
