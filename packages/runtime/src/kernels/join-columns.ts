import { tupleColumn, type Column } from '../columns/column.ts'
import { gather, gatherOrMissing, missing } from '../columns/gather.ts'
import { inStrings } from '../columns/text.ts'
import { sidesOf, type Side, type Sides } from './sides.ts'

/** Which sides of a join may be missing: what has no partner there gets `undefined`. */
export interface MayMiss {
  readonly left: boolean
  readonly right: boolean
}

const batchSize = 1 << 16

/**
 * `[key, [left, right]]` for each two pairs of one key, in the order in which `cogroup` and `outerJoinPairs` give them:
 * keys as they are first seen, on the left before the right. Undefined when the columns are not made for it.
 */
export function joinColumns(left: Column, right: Column, mayMiss: MayMiss): Iterable<Column> | undefined {
  const sides = sidesOf([left, right])
  return sides && joined(sides, mayMiss)
}

function* joined({ keys, firsts, sides }: Sides, mayMiss: MayMiss): Iterable<Column> {
  const [lefts, rights] = sides
  if (!lefts || !rights) return
  // Keys and values come again and again: their strings are made once.
  const of = {
    groups: inStrings(gather(keys, firsts)),
    left: inStrings(lefts.values),
    right: inStrings(rights.values),
  }
  const left = mayMiss.left ? padded(lefts) : lefts
  const right = mayMiss.right ? padded(rights) : rights
  const at = {
    key: new Int32Array(batchSize),
    left: new Int32Array(batchSize),
    right: new Int32Array(batchSize),
  }
  let size = 0
  for (let group = 0; group < firsts.length; group++) {
    const end = left.starts[group + 1] ?? 0
    const rightEnd = right.starts[group + 1] ?? 0
    for (let i = left.starts[group] ?? 0; i < end; i++) {
      const position = left.positions[i] ?? 0
      for (let j = right.starts[group] ?? 0; j < rightEnd; j++) {
        at.key[size] = group
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
    const pair = [
      (left === lefts ? gather : gatherOrMissing)(of.left, at.left.subarray(0, length)),
      (right === rights ? gather : gatherOrMissing)(of.right, at.right.subarray(0, length)),
    ]
    const key = gather(of.groups, at.key.subarray(0, length))
    return tupleColumn([key, tupleColumn(pair, length)], length)
  }
}

/** The side with a missing value in each group that has none. */
function padded(side: Side): Side {
  const { starts, positions } = side
  const groups = starts.length - 1
  let holes = 0
  for (let group = 0; group < groups; group++) if (starts[group] === starts[group + 1]) holes++
  if (holes === 0) return side
  const all = { positions: new Int32Array(positions.length + holes), starts: new Int32Array(groups + 1) }
  let size = 0
  for (let group = 0; group < groups; group++) {
    const [start = 0, end = 0] = [starts[group], starts[group + 1]]
    if (start === end) all.positions[size++] = missing
    for (let i = start; i < end; i++) all.positions[size++] = positions[i] ?? 0
    all.starts[group + 1] = size
  }
  return { ...side, ...all }
}
