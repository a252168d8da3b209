import { seeded } from '@atomic-ts/core/internal'
import { pairColumns } from '../columns/column.ts'
import { gather } from '../columns/gather.ts'
import { concat } from '../columns/concat.ts'
import { rowsOf } from '../columns/rows-of.ts'
import { wholePartition, type ColumnKernel } from './column-kernel.ts'

/** A reservoir sample of a partition's keys, the same that the loop of `sampleKeys` draws. */
export const sampleKeysOfColumns: ColumnKernel = wholePartition({
  accepts: (column) => pairColumns(column) !== undefined,
  run(columns, { params }) {
    const [keys] = pairColumns(concat(columns)) ?? []
    if (!keys) return [0]
    const size = Number(params?.['size'])
    const random = seeded(Number(params?.['seed']))
    const sample: number[] = []
    for (let n = 1; n <= keys.length; n++) {
      if (sample.length < size) {
        sample.push(n - 1)
        continue
      }
      const slot = Math.floor(random() * n)
      if (slot < size) sample[slot] = n - 1
    }
    return [keys.length, ...rowsOf(gather(keys, Int32Array.from(sample)))]
  },
})
