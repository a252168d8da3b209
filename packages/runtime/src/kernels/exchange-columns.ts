import { seeded, type Step } from '@atomic-ts/core/internal'
import { pairsInColumns } from '../codec/pairs-in-columns.ts'
import { anyColumn, pairColumns, type Buckets, type Column } from '../columns/column.ts'
import { concat } from '../columns/concat.ts'
import { gather } from '../columns/gather.ts'
import { wholePartition, type ColumnKernel } from './column-kernel.ts'
import { countingOrder } from './counting-order.ts'
import { areSimpleKeys, partitionsOfKeys, type Spread } from './partitions-of-keys.ts'

/** Spreads records over the partitions of the next stage: a column for each. */
export const exchangeColumns: ColumnKernel<Buckets> = wholePartition<Buckets>({
  accepts,
  lift: (rows, step) => (keyedBy(step) === 'pair' ? pairsInColumns(rows) : undefined),
  run(columns, step, { partition, spilled }) {
    const column = concat(columns)
    const partitions = Number(step.params?.['partitions'])
    const targets = isInTurn(step)
      ? inTurn(column.length, partitions, partition, spilled)
      : partitionsOfKeys(keysOf(column, step) ?? anyColumn([]), step.params as unknown as Spread)
    const { positions, starts } = countingOrder(targets, partitions)
    return Array.from({ length: partitions }, (_, i) =>
      gather(column, positions.subarray(starts[i], starts[i + 1])),
    )
  },
})

function keyedBy({ params }: Step): unknown {
  return params?.['keyOf']
}

function accepts(column: Column, step: Step): boolean {
  if (isInTurn(step)) return true
  const by = step.params?.['by']
  if (by !== 'hash' && by !== 'range') return false
  const keys = keysOf(column, step)
  return keys !== undefined && areSimpleKeys(keys)
}

function isInTurn({ params }: Step): boolean {
  return params?.['by'] === 'turn'
}

function keysOf(column: Column, step: Step): Column | undefined {
  return keyedBy(step) === 'record' ? column : pairColumns(column)?.[0]
}

/** As the loop of the exchange does it: from a place that differs from partition to partition. */
function inTurn(length: number, partitions: number, partition: number, spilled: number): Int32Array {
  let turn = Math.floor(seeded(partition)() * partitions) + spilled
  const targets = new Int32Array(length)
  for (let i = 0; i < length; i++) targets[i] = turn++ % partitions
  return targets
}
