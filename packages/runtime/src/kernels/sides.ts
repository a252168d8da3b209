import { anyColumn, pairColumns, type Column } from '../columns/column.ts'
import { concat } from '../columns/concat.ts'
import { countingOrder, type BucketOrder } from './counting-order.ts'
import { areGroupable, groupsOf } from './group-ids.ts'

/** The pairs of several inputs, grouped by their keys. */
export interface Sides {
  /** The keys of all inputs, one input after the other. */
  readonly keys: Column
  /** Where the first key of each group is: groups are in the order in which their keys are first seen. */
  readonly firsts: Int32Array
  readonly sides: readonly Side[]
}

/** The values of one input, and their positions in the order of the groups. */
export interface Side extends BucketOrder {
  readonly values: Column
}

/** The pairs of each input by their keys; undefined when the columns are not made for it. */
export function sidesOf(inputs: readonly Column[]): Sides | undefined {
  const pairs = inputs.map(pairsOf)
  const keysOf = pairs.flatMap((pair) => pair?.[0] ?? [])
  if (keysOf.length < inputs.length || !keysOf.every(areGroupable)) return undefined
  const keys = concat(keysOf)
  if (!areGroupable(keys)) return undefined
  const { ids, firsts } = groupsOf(keys)
  let at = 0
  const sides = pairs.flatMap((pair) => {
    if (!pair) return []
    const [{ length }, values] = pair
    at += length
    return { values, ...countingOrder(ids.subarray(at - length, at), firsts.length) }
  })
  return { keys, firsts, sides }
}

/** Keys and values; a side without records has none of either. */
function pairsOf(column: Column): readonly [keys: Column, values: Column] | undefined {
  return column.length === 0 ? [anyColumn([]), anyColumn([])] : pairColumns(column)
}
