import { partitionOf, partitionsOfAscii, partitionsOfInts, rangeOf } from '@atomic-ts/core/internal'
import type { Column, Numbers } from '../columns/column.ts'
import { gather } from '../columns/gather.ts'
import { rowsOf } from '../columns/rows-of.ts'
import { stringsOf } from '../columns/text.ts'
import { areGroupable, groupsOf } from './group-ids.ts'

/** How the keys of an exchange are spread, as its step says. */
export type Spread =
  | { readonly by: 'hash'; readonly partitions: number }
  | {
      readonly by: 'range'
      readonly partitions: number
      readonly bounds: readonly unknown[]
      readonly ascending: boolean
    }

/** Whether the partition of each key can be told from the column. */
export function areSimpleKeys(keys: Column): boolean {
  return keys.kind === 'any' || areGroupable(keys)
}

/** The partition of each key, the same as a record's own loop finds. */
export function partitionsOfKeys(keys: Column, spread: Spread): Int32Array {
  const target = targetOf(spread)
  const targets = new Int32Array(keys.length)
  switch (keys.kind) {
    case 'numbers':
      if (spread.by === 'range') return rangesOfNumbers(keys.values, spread, targets)
      return hashedNumbers(keys.values, spread.partitions, targets)
    case 'words': {
      const ofWords = keys.words.map(target)
      for (let i = 0; i < targets.length; i++) targets[i] = ofWords[keys.codes[i] ?? 0] ?? 0
      return targets
    }
    case 'text':
      if (spread.by === 'range' || keys.encoding !== 'latin1') return fill(targets, stringsOf(keys), target)
      partitionsOfAscii(keys, spread.partitions, targets)
      return targets
    case 'any':
      return fill(targets, keys.values, target)
    case 'tuple':
    case 'struct': {
      const { ids, firsts } = groupsOf(keys)
      const ofGroups = rowsOf(gather(keys, firsts)).map(target)
      for (let i = 0; i < targets.length; i++) targets[i] = ofGroups[ids[i] ?? 0] ?? 0
      return targets
    }
  }
}

function targetOf(spread: Spread): (key: unknown) => number {
  const { partitions } = spread
  if (spread.by === 'hash') return (key) => partitionOf(key, partitions)
  return (key) => rangeOf(key, spread.bounds, spread.ascending)
}

function fill(targets: Int32Array, keys: ArrayLike<unknown>, target: (key: unknown) => number): Int32Array {
  for (let i = 0; i < targets.length; i++) targets[i] = target(keys[i])
  return targets
}

function hashedNumbers(keys: Numbers, partitions: number, targets: Int32Array): Int32Array {
  if (keys instanceof Float64Array) return fill(targets, keys, (key) => partitionOf(key, partitions))
  partitionsOfInts(keys, partitions, targets)
  return targets
}

function rangesOfNumbers(
  keys: ArrayLike<number>,
  { bounds, ascending }: Extract<Spread, { by: 'range' }>,
  targets: Int32Array,
): Int32Array {
  if (!bounds.every((bound) => typeof bound === 'number' && !Number.isNaN(bound))) {
    return fill(targets, keys, (key) => rangeOf(key, bounds, ascending))
  }
  const sorted = Float64Array.from(bounds as number[])
  const { first, scale, least, most } = cellsOf(sorted)
  for (let i = 0; i < targets.length; i++) {
    const key = keys[i] ?? 0
    const at = (key - first) * scale
    // NaN comes after every bound, and so in the last cell; where bounds have no cells, that one searches all of them.
    const cell = at < cells ? (at > 0 ? at | 0 : 0) : cells
    let low = least[cell] ?? 0
    let high = most[cell] ?? 0
    while (low < high) {
      const middle = (low + high) >>> 1
      if (!(key <= (sorted[middle] ?? 0))) low = middle + 1
      else high = middle
    }
    targets[i] = ascending ? low : sorted.length - low
  }
  return targets
}

const cells = 1024

/**
 * Cuts the distance between the first and the last of sorted bounds into equal cells, each of which knows the least and
 * the most bounds that its keys lie above: for keys that are spread evenly, there is rarely anything left to compare, and a
 * binary search mostly waits for branches that were predicted wrong.
 */
function cellsOf(bounds: Float64Array): {
  first: number
  scale: number
  least: Int32Array
  most: Int32Array
} {
  const [first = 0] = bounds
  const scale = cells / ((bounds.at(-1) ?? 0) - first)
  const least = new Int32Array(cells + 1)
  const most = new Int32Array(cells + 1).fill(bounds.length)
  // Bounds that are equal, infinite, or further apart than a number can say have no cells.
  if (!(scale > 0 && Number.isFinite(scale) && Number.isFinite(first))) {
    return { first: 0, scale: 0, least, most }
  }
  let count = 0
  for (let cell = 0; cell < cells; cell++) {
    least[cell] = count
    while (count < bounds.length && ((bounds[count] ?? 0) - first) * scale < cell + 1) count++
    most[cell] = count
  }
  least[cells] = count
  return { first, scale, least, most }
}
