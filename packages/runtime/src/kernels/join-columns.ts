import { anyColumn, pairColumns, tupleColumn, type Column } from '../columns/column.ts'
import { concat } from '../columns/concat.ts'
import { gather } from '../columns/gather.ts'
import { countingOrder } from './counting-order.ts'
import { areGroupable, groupsOf } from './group-ids.ts'

const batchSize = 1 << 16

/**
 * `[key, [left, right]]` for each two pairs of one key, in the order in which `cogroup` and `joinPairs` give them: keys as
 * they are first seen, on the left before the right. Undefined when the columns are not made for it.
 */
export function joinColumns(left: Column, right: Column): Iterable<Column> | undefined {
  const [leftKeys, leftValues] = pairsOf(left)
  const [rightKeys, rightValues] = pairsOf(right)
  if (!leftKeys || !leftValues || !rightKeys || !rightValues) return undefined
  if (!areGroupable(leftKeys) || !areGroupable(rightKeys)) return undefined
  const keys = concat([leftKeys, rightKeys])
  return areGroupable(keys) ? joined(keys, leftValues, rightValues) : undefined
}

/** Keys and values; a side without records has none of either. */
function pairsOf(column: Column): readonly [keys?: Column, values?: Column] {
  return column.length === 0 ? [anyColumn([]), anyColumn([])] : (pairColumns(column) ?? [])
}

function* joined(keys: Column, lefts: Column, rights: Column): Iterable<Column> {
  const { ids, firsts } = groupsOf(keys)
  const left = countingOrder(ids.subarray(0, lefts.length), firsts.length)
  const right = countingOrder(ids.subarray(lefts.length), firsts.length)
  const at = {
    key: new Int32Array(batchSize),
    left: new Int32Array(batchSize),
    right: new Int32Array(batchSize),
  }
  let size = 0
  for (let group = 0; group < firsts.length; group++) {
    const first = firsts[group] ?? 0
    const end = left.starts[group + 1] ?? 0
    const rightEnd = right.starts[group + 1] ?? 0
    for (let i = left.starts[group] ?? 0; i < end; i++) {
      const position = left.positions[i] ?? 0
      for (let j = right.starts[group] ?? 0; j < rightEnd; j++) {
        at.key[size] = first
        at.left[size] = position
        at.right[size] = right.positions[j] ?? 0
        if (++size < batchSize) continue
        yield batch(size)
        size = 0
      }
    }
  }
  if (size > 0) yield batch(size)

  function batch(length: number): Column {
    const pair = [gather(lefts, at.left.subarray(0, length)), gather(rights, at.right.subarray(0, length))]
    const key = gather(keys, at.key.subarray(0, length))
    return tupleColumn([key, tupleColumn(pair, length)], length)
  }
}
