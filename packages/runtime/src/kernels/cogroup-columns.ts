import { anyColumn, tupleColumn, type Column } from '../columns/column.ts'
import { gather } from '../columns/gather.ts'
import { rowsOf } from '../columns/rows-of.ts'
import { sidesOf, type Side } from './sides.ts'

/** For each key the values of every input, as `cogroup` gives them; undefined when the columns are not made for it. */
export function cogroupColumns(inputs: readonly Column[]): Column | undefined {
  const grouped = sidesOf(inputs)
  if (!grouped) return undefined
  const { keys, firsts, sides } = grouped
  const lists = sides.map((side) => anyColumn(listsOf(side)))
  return tupleColumn([gather(keys, firsts), tupleColumn(lists, firsts.length)], firsts.length)
}

/** `[key, left]` for each left of a key without rights. */
export function subtractColumns(left: Column, right: Column): Column | undefined {
  const grouped = sidesOf([left, right])
  const [lefts, rights] = grouped?.sides ?? []
  if (!grouped || !lefts || !rights) return undefined
  const { keys, firsts } = grouped
  const key = new Int32Array(lefts.positions.length)
  const value = new Int32Array(lefts.positions.length)
  let size = 0
  for (let group = 0; group < firsts.length; group++) {
    if (!isEmpty(rights, group)) continue
    const end = lefts.starts[group + 1] ?? 0
    for (let i = lefts.starts[group] ?? 0; i < end; i++) {
      key[size] = firsts[group] ?? 0
      value[size++] = lefts.positions[i] ?? 0
    }
  }
  const pair = [gather(keys, key.subarray(0, size)), gather(lefts.values, value.subarray(0, size))]
  return tupleColumn(pair, size)
}

/** The keys that both sides have. */
export function commonKeysOfColumns(left: Column, right: Column): Column | undefined {
  const grouped = sidesOf([left, right])
  if (!grouped) return undefined
  const { keys, firsts, sides } = grouped
  const common = firsts.filter((_, group) => sides.every((side) => !isEmpty(side, group)))
  return gather(keys, common)
}

function isEmpty({ starts }: Side, group: number): boolean {
  return starts[group] === starts[group + 1]
}

function listsOf({ values, positions, starts }: Side): unknown[][] {
  const inOrder = rowsOf(gather(values, positions))
  const lists: unknown[][] = []
  for (let i = 0; i + 1 < starts.length; i++) lists.push(inOrder.slice(starts[i], starts[i + 1]))
  return lists
}
