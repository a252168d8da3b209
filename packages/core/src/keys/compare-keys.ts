import { canonicalKey, isPrimitiveKey } from './canonical-key.ts'

/** The order of types, lowest first. Numbers and bigints share a rank: they compare by their numeric value. */
const ranks = {
  null: 0,
  undefined: 1,
  boolean: 2,
  number: 3,
  string: 4,
  date: 5,
  binary: 6,
  array: 7,
  object: 8,
  other: 9,
} as const

/**
 * A total order over keys of any types: negative when `a` comes first, positive when `b` does, 0 exactly when the two
 * are equal by value.
 *
 * By type first: null, undefined, booleans, numbers, strings, dates, binary, arrays, objects, then Map, Set and RegExp.
 * Numbers and bigints compare by value, a number before the bigint of the same value, NaN after both; strings by UTF-16
 * code units; dates by time, an invalid one last; binary by kind, then by element; arrays by element, a hole before
 * anything and a prefix before the longer one; objects by sorted property names, then by the values in that order.
 *
 * @throws AtomicError ATOMIC4002 when one of the two cannot be a key and the order depends on it.
 */
export function compareKeys(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return compareNumbers(a, b)
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0
  if (isNumeric(a) && isNumeric(b)) return compareNumerics(a, b)
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b)
  return rankOf(a) - rankOf(b) || compareComposites(a, b)
}

/** Numbers by value, -0 equal to 0, NaN last. */
function compareNumbers(a: number, b: number): number {
  if (a < b) return -1
  if (a > b) return 1
  return a === b ? 0 : Number(Number.isNaN(a)) - Number(Number.isNaN(b))
}

function isNumeric(key: unknown): key is number | bigint {
  return typeof key === 'number' || typeof key === 'bigint'
}

/** By the exact value: JavaScript compares numbers with bigints without rounding either. */
function compareNumerics(a: number | bigint, b: number | bigint): number {
  if (Number.isNaN(a)) return 1
  if (Number.isNaN(b)) return -1
  return a < b ? -1 : a > b ? 1 : Number(typeof a === 'bigint') - Number(typeof b === 'bigint')
}

function rankOf(key: unknown): number {
  if (key === null) return ranks.null
  if (key === undefined) return ranks.undefined
  if (typeof key === 'boolean') return ranks.boolean
  if (isNumeric(key)) return ranks.number
  if (typeof key === 'string') return ranks.string
  if (key instanceof Date) return ranks.date
  if (isBinary(key)) return ranks.binary
  if (Array.isArray(key)) return ranks.array
  if (isRecord(key)) return ranks.object
  // Types differ, so nothing else would look at it: refuse what is no key at all.
  canonicalKey(key)
  return ranks.other
}

type Binary = ArrayBufferView | ArrayBuffer

function isBinary(key: unknown): key is Binary {
  return ArrayBuffer.isView(key) || key instanceof ArrayBuffer
}

type Properties = Readonly<Record<string, unknown>>

function isRecord(key: unknown): key is Properties {
  if (typeof key !== 'object' || key === null) return false
  const prototype: unknown = Object.getPrototypeOf(key)
  return prototype === Object.prototype || prototype === null
}

function compareComposites(a: unknown, b: unknown): number {
  if (isTuple(a) && isTuple(b)) return compareArrays(a, b)
  // The canonical string finds what is equal and refuses what cannot be a key; only its order is not the one promised.
  const left = canonicalKey(a)
  const right = canonicalKey(b)
  if (left === right) return 0
  if (Array.isArray(a) && Array.isArray(b)) return compareArrays(a, b)
  if (a instanceof Date && b instanceof Date) return compareNumbers(a.getTime(), b.getTime())
  if (isRecord(a) && isRecord(b)) return compareRecords(a, b)
  if (isBinary(a) && isBinary(b)) return compareBinary(a, b)
  return left < right ? -1 : 1
}

/** Flat arrays, such as `[word, 1]`, need no canonical string to be safe: they cannot contain themselves. */
function isTuple(key: unknown): key is readonly unknown[] {
  return Array.isArray(key) && key.length <= 8 && key.every(isPrimitiveKey)
}

function compareArrays(a: readonly unknown[], b: readonly unknown[]): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const left = a[i]
    const right = b[i]
    const order = left === undefined || right === undefined ? compareHoles(a, b, i) : compareKeys(left, right)
    if (order !== 0) return order
  }
  return a.length - b.length
}

function compareHoles(a: readonly unknown[], b: readonly unknown[], i: number): number {
  return Number(i in a) - Number(i in b) || compareKeys(a[i], b[i])
}

function compareRecords(a: Properties, b: Properties): number {
  const names = Object.keys(a).toSorted()
  const order = compareArrays(names, Object.keys(b).toSorted())
  if (order !== 0) return order
  for (const name of names) {
    const byValue = compareKeys(a[name], b[name])
    if (byValue !== 0) return byValue
  }
  return 0
}

function compareBinary(a: Binary, b: Binary): number {
  const kind = compareKeys(Object.prototype.toString.call(a), Object.prototype.toString.call(b))
  return kind || compareArrays(elementsOf(a), elementsOf(b))
}

function elementsOf(binary: Binary): unknown[] {
  if (binary instanceof ArrayBuffer) return [...new Uint8Array(binary)]
  if (isIterable(binary)) return [...binary]
  return [...new Uint8Array(binary.buffer, binary.byteOffset, binary.byteLength)]
}

function isIterable(view: object): view is Iterable<unknown> {
  return Symbol.iterator in view
}
