import { partitionOf, rangeOf } from '@atomic-ts/core/internal'
import type { Column } from '../columns/column.ts'
import { gather } from '../columns/gather.ts'
import { rowsOf } from '../columns/rows-of.ts'
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
      for (let i = 0; i < targets.length; i++) targets[i] = partitionOf(keys.values[i], spread.partitions)
      return targets
    case 'words': {
      const ofWords = keys.words.map(target)
      for (let i = 0; i < targets.length; i++) targets[i] = ofWords[keys.codes[i] ?? 0] ?? 0
      return targets
    }
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

function rangesOfNumbers(
  keys: ArrayLike<number>,
  { bounds, ascending }: Extract<Spread, { by: 'range' }>,
  targets: Int32Array,
): Int32Array {
  if (!bounds.every((bound) => typeof bound === 'number' && !Number.isNaN(bound))) {
    return fill(targets, keys, (key) => rangeOf(key, bounds, ascending))
  }
  const find = rangeFinder(Float64Array.from(bounds as number[]))
  for (let i = 0; i < targets.length; i++) {
    const low = find(keys[i] ?? 0)
    targets[i] = ascending ? low : bounds.length - low
  }
  return targets
}

const cells = 1024

/**
 * Finds how many of the sorted bounds a key lies above. The distance between the first and the last bound is cut into
 * equal cells, each of which knows how many bounds lie below it: for keys that are spread evenly, there is rarely
 * anything left to compare, and a binary search mostly waits for branches that were predicted wrong.
 */
function rangeFinder(bounds: Float64Array): (key: number) => number {
  const [first = 0] = bounds
  const last = bounds.at(-1) ?? 0
  const scale = cells / (last - first)
  const isUneven = !Number.isFinite(scale) || !Number.isFinite(first)
  const below = new Int32Array(cells + 1)
  for (let cell = 1; cell <= cells; cell++) {
    let count = below[cell - 1] ?? 0
    while (count < bounds.length && cellOf(bounds[count] ?? 0) < cell) count++
    below[cell] = count
  }
  return (key) => {
    const cell = isUneven || key !== key ? cells : cellOf(key)
    let low = isUneven ? 0 : (below[cell] ?? 0)
    let high = cell < cells ? (below[cell + 1] ?? 0) : bounds.length
    while (low < high) {
      const middle = (low + high) >>> 1
      // Not `key > bound`: NaN comes after every bound.
      if (!(key <= (bounds[middle] ?? 0))) low = middle + 1
      else high = middle
    }
    return low
  }

  function cellOf(key: number): number {
    const cell = Math.floor((key - first) * scale)
    if (cell >= cells) return cells
    return cell > 0 ? cell : 0
  }
}
