import { bestOfColumns } from './best-of-columns.ts'
import type { ColumnKernel } from './column-kernel.ts'
import {
  combineColumns,
  createCombinersOfColumns,
  foldValuesOfColumns,
  groupColumns,
} from './combine-columns.ts'
import { addCountsOfColumns, countValuesOfColumns, tallyColumns } from './count-columns.ts'
import { eachKeyOnceOfColumns, lastValuesOfColumns, uniqueColumns } from './keep-columns.ts'
import { collectColumns, countColumns, gatherColumns } from './pass-columns.ts'
import { sampleKeysOfColumns } from './sample-keys-of-columns.ts'
import { sortColumns } from './sort-columns.ts'

/** The operators that have a kernel for columns, beside the exchange. */
export const columnKernels: Readonly<Record<string, ColumnKernel>> = {
  combine: combineColumns,
  createCombiners: createCombinersOfColumns,
  foldValues: foldValuesOfColumns,
  countValues: countValuesOfColumns,
  addCounts: addCountsOfColumns,
  tallyRows: tallyColumns,
  unique: uniqueColumns,
  eachKeyOnce: eachKeyOnceOfColumns,
  lastValues: lastValuesOfColumns,
  group: groupColumns,
  sort: sortColumns,
  collectRows: collectColumns,
  countRows: countColumns,
  gatherRows: gatherColumns,
  orderedRows: bestOfColumns,
  sampleKeys: sampleKeysOfColumns,
}
