import type { ColumnKernel } from './column-kernel.ts'
import { combineColumns, createCombinersOfColumns, groupColumns } from './combine-columns.ts'
import { exchangeColumns } from './exchange-columns.ts'
import { collectColumns, countColumns, gatherColumns } from './pass-columns.ts'
import { sampleKeysOfColumns } from './sample-keys-of-columns.ts'
import { sortColumns } from './sort-columns.ts'

/** The operators that have a kernel for columns. */
export const columnKernels: Readonly<Record<string, ColumnKernel>> = {
  combine: combineColumns,
  createCombiners: createCombinersOfColumns,
  group: groupColumns,
  exchange: exchangeColumns,
  sort: sortColumns,
  collectRows: collectColumns,
  countRows: countColumns,
  gatherRows: gatherColumns,
  sampleKeys: sampleKeysOfColumns,
}
