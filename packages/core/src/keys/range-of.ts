import { compareKeys } from './compare-keys.ts'

/** The partition of a key between sorted bounds: a key equal to a bound stays below it. */
export function rangeOf(key: unknown, bounds: readonly unknown[], ascending: boolean): number {
  let low = 0
  let high = bounds.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (compareKeys(key, bounds[middle]) > 0) low = middle + 1
    else high = middle
  }
  return ascending ? low : bounds.length - low
}

/** Whether a key lies between two others, both included. */
export function isWithin(key: unknown, lower: unknown, upper: unknown): boolean {
  return compareKeys(key, lower) >= 0 && compareKeys(key, upper) <= 0
}
