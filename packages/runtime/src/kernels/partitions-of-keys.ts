import { partitionOf, rangeOf } from '@atomic-ts/core/internal'
import type { Column } from '../columns/column.ts'

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
  return keys.kind === 'numbers' || keys.kind === 'words' || keys.kind === 'any'
}

/** The partition of each key, the same as a record's own loop finds. */
export function partitionsOfKeys(keys: Column, spread: Spread): Int32Array {
  const target = targetOf(spread)
  const targets = new Int32Array(keys.length)
  switch (keys.kind) {
    case 'numbers':
      return spread.by === 'range'
        ? rangesOfNumbers(keys.values, spread, targets)
        : fill(targets, keys.values, target)
    case 'words': {
      const ofWords = keys.words.map(target)
      for (let i = 0; i < targets.length; i++) targets[i] = ofWords[keys.codes[i] ?? 0] ?? 0
      return targets
    }
    case 'any':
      return fill(targets, keys.values, target)
    case 'tuple':
    case 'struct':
      throw new TypeError(`Keys of kind ${keys.kind} are not for columns.`)
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
  const sorted = Float64Array.from(bounds as number[])
  for (let i = 0; i < targets.length; i++) {
    const key = keys[i] ?? 0
    let low = 0
    let high = sorted.length
    while (low < high) {
      const middle = (low + high) >>> 1
      // Not `key > bound`: NaN comes after every bound.
      if (!(key <= (sorted[middle] ?? 0))) low = middle + 1
      else high = middle
    }
    targets[i] = ascending ? low : sorted.length - low
  }
  return targets
}
