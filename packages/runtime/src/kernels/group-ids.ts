import { DoubleIndex, isPrimitiveKey } from '@atomic-ts/core/internal'
import { pairColumns, type Column, type Integers } from '../columns/column.ts'
import { groupsOfText } from '../columns/text-groups.ts'

/** The groups of equal keys, numbered as they are first seen. */
export interface Groups {
  /** The group of each key. */
  readonly ids: Int32Array
  /** Where each group's first key is. */
  readonly firsts: Int32Array
}

/** Whether `groupsOf` can tell which keys are equal. */
export function areGroupable(keys: Column): boolean {
  if (keys.kind === 'any') return keys.values.every(isPrimitiveKey)
  return !('columns' in keys) || keys.columns.every(areGroupable)
}

/** Whether pairs can be grouped by their keys, with those that were taken before. */
export function areGroupablePairs(column: Column, [first = column]: readonly Column[]): boolean {
  const [keys] = pairColumns(column) ?? []
  const [before] = pairColumns(first) ?? []
  return keys !== undefined && before !== undefined && areGroupable(keys) && areAlike(keys, before)
}

/** Whether the keys of two columns that are groupable are so together: parts lie next to parts only where both have them. */
export function areAlike(a: Column, b: Column): boolean {
  if (!('columns' in a) || !('columns' in b)) return !('columns' in a) && !('columns' in b)
  if (a.columns.length !== b.columns.length || namesOf(a) !== namesOf(b)) return false
  return a.columns.every((part, i) => b.columns[i] && areAlike(part, b.columns[i]))
}

function namesOf(keys: Column): string | undefined {
  return keys.kind === 'struct' ? JSON.stringify(keys.names) : undefined
}

/** Numbers the groups of equal keys; equal as in a `KeyMap`. */
export function groupsOf(keys: Column): Groups {
  switch (keys.kind) {
    case 'words':
      return byAddress(keys.codes, 0, keys.words.length)
    case 'numbers':
      return keys.values instanceof Float64Array ? ofDoubles(keys.values) : ofInts(keys.values)
    case 'text':
      return groupsOfText(keys)
    case 'any':
      return byMap(keys.values)
    case 'tuple':
    case 'struct':
      return byParts(keys.columns.map(groupsOf), keys.length)
  }
}

/** Composite keys: those are equal whose parts are. */
function byParts([first, ...others]: readonly Groups[], length: number): Groups {
  const whole = first ?? { ids: new Int32Array(length), firsts: new Int32Array(Math.min(1, length)) }
  return others.reduce(
    (groups, part) =>
      groups.firsts.length * part.firsts.length < 2 ** 31
        ? ofInts(combined(groups.ids, part))
        : byHashOfPairs(groups.ids, part.ids),
    whole,
  )
}

/** One number for each two. */
function combined(ids: Int32Array, part: Groups): Int32Array {
  const both = new Int32Array(ids.length)
  const parts = part.firsts.length
  for (let i = 0; i < ids.length; i++) both[i] = (ids[i] ?? 0) * parts + (part.ids[i] ?? 0)
  return both
}

function ofInts(keys: Integers): Groups {
  let low = 0x7fffffff
  let high = -0x80000000
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] ?? 0
    if (key < low) low = key
    if (key > high) high = key
  }
  const range = high - low + 1
  return range <= 4 * keys.length + 1024 ? byAddress(keys, low, Math.max(0, range)) : byHash(keys)
}

/** A place for each key between the lowest and the highest. */
function byAddress(keys: Integers, low: number, range: number): Groups {
  const idOf = new Int32Array(range)
  const ids = new Int32Array(keys.length)
  const firsts = new Int32Array(Math.min(range, keys.length))
  let count = 0
  for (let i = 0; i < keys.length; i++) {
    const place = (keys[i] ?? 0) - low
    let id = idOf[place] ?? 0
    if (id === 0) {
      firsts[count] = i
      id = ++count
      idOf[place] = id
    }
    ids[i] = id - 1
  }
  return { ids, firsts: firsts.subarray(0, count) }
}

/** A hash table with open addressing; at most half full. */
function byHash(keys: Integers): Groups {
  const bits = 33 - Math.clz32(Math.max(1, keys.length))
  const mask = (1 << bits) - 1
  const idOf = new Int32Array(1 << bits)
  const ids = new Int32Array(keys.length)
  const firsts = new Int32Array(keys.length)
  let count = 0
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] ?? 0
    // Fibonacci hashing (Knuth, The Art of Computer Programming, volume 3, section 6.4).
    let place = Math.imul(key, 0x9e3779b1) >>> (32 - bits)
    let id = idOf[place] ?? 0
    while (id !== 0 && keys[firsts[id - 1] ?? 0] !== key) {
      place = (place + 1) & mask
      id = idOf[place] ?? 0
    }
    if (id === 0) {
      firsts[count] = i
      id = ++count
      idOf[place] = id
    }
    ids[i] = id - 1
  }
  return { ids, firsts: firsts.subarray(0, count) }
}

/** As `byHash`, of keys that are two numbers each. */
function byHashOfPairs(as: Int32Array, bs: Int32Array): Groups {
  const bits = 33 - Math.clz32(Math.max(1, as.length))
  const mask = (1 << bits) - 1
  const idOf = new Int32Array(1 << bits)
  const ids = new Int32Array(as.length)
  const firsts = new Int32Array(as.length)
  let count = 0
  for (let i = 0; i < as.length; i++) {
    const [a = 0, b = 0] = [as[i], bs[i]]
    let place = Math.imul(Math.imul(a, 0x85ebca6b) ^ b, 0x9e3779b1) >>> (32 - bits)
    let id = idOf[place] ?? 0
    while (id !== 0 && (as[firsts[id - 1] ?? 0] !== a || bs[firsts[id - 1] ?? 0] !== b)) {
      place = (place + 1) & mask
      id = idOf[place] ?? 0
    }
    if (id === 0) {
      firsts[count] = i
      id = ++count
      idOf[place] = id
    }
    ids[i] = id - 1
  }
  return { ids, firsts: firsts.subarray(0, count) }
}

function ofDoubles(keys: Float64Array): Groups {
  const index = new DoubleIndex(keys.length)
  const ids = new Int32Array(keys.length)
  const firsts = new Int32Array(keys.length)
  let count = 0
  for (let i = 0; i < keys.length; i++) {
    const id = index.at(keys[i] ?? 0)
    if (id === count) firsts[count++] = i
    ids[i] = id
  }
  return { ids, firsts: firsts.subarray(0, count) }
}

function byMap(keys: readonly unknown[]): Groups {
  const idOf = new Map<unknown, number>()
  const ids = new Int32Array(keys.length)
  const firsts: number[] = []
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]
    let id = idOf.get(key)
    if (id === undefined) {
      id = firsts.push(i) - 1
      idOf.set(key, id)
    }
    ids[i] = id
  }
  return { ids, firsts: Int32Array.from(firsts) }
}
