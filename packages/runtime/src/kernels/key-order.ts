import { compareKeys } from '@atomic-ts/core/internal'
import { areStrings } from '../codec/string-column.ts'
import type { Column } from '../columns/column.ts'
import { orderOfStrings } from './order-of-strings.ts'
import { orderOfText } from './order-of-text.ts'
import { identity, orderOfDoubles, orderOfInts } from './radix-order.ts'

/** Whether `orderOf` sorts by the column without comparisons. */
export function areSortable(keys: Column): boolean {
  if (keys.kind === 'any') return areStrings(keys.values)
  return keys.kind === 'numbers' || keys.kind === 'words' || keys.kind === 'text'
}

/**
 * The positions of keys in the order of `compareKeys`; those of equal keys as they came, also when descending. Numbers and
 * words least significant digit first, in linear time; what is numbers here and strings there by comparisons.
 */
export function orderOf(keys: Column, ascending: boolean): Int32Array {
  if (keys.kind === 'numbers') {
    const { values } = keys
    return values instanceof Float64Array ? orderOfDoubles(values, ascending) : orderOfInts(values, ascending)
  }
  if (keys.kind === 'text') return orderOfText(keys, ascending)
  if (keys.kind === 'any') return orderOfAny(keys.values, ascending)
  if (keys.kind !== 'words') throw new TypeError(`Keys of kind ${keys.kind} are not for columns.`)
  const { words, codes } = keys
  const ranks = new Int32Array(words.length)
  orderOfStrings(words, true).forEach((code, rank) => (ranks[code] = rank))
  return orderOfInts(
    Int32Array.from(codes, (code) => ranks[code] ?? 0),
    ascending,
  )
}

function orderOfAny(keys: readonly unknown[], ascending: boolean): Int32Array {
  if (areStrings(keys)) return orderOfStrings(keys, ascending)
  const compare = (a: number, b: number): number => compareKeys(keys[a], keys[b])
  return identity(keys.length).toSorted(ascending ? compare : (a, b) => compare(b, a))
}
