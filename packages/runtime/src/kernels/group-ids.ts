import { isPrimitiveKey } from '@atomic-ts/core/internal'
import type { Column, Numbers } from '../columns/column.ts'

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
  return keys.kind === 'numbers' || keys.kind === 'words'
}

/** Numbers the groups of equal keys; equal as in a `KeyMap`. */
export function groupsOf(keys: Column): Groups {
  switch (keys.kind) {
    case 'words':
      return byAddress(keys.codes, 0, keys.words.length)
    case 'numbers':
      return keys.values instanceof Float64Array ? byMap(keys.values) : ofInts(keys.values)
    case 'any':
      return byMap(keys.values)
    case 'tuple':
    case 'struct':
      throw new TypeError(`Keys of kind ${keys.kind} are not for columns.`)
  }
}

type Ints = Exclude<Numbers, Float64Array>

function ofInts(keys: Ints): Groups {
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
function byAddress(keys: Ints, low: number, range: number): Groups {
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
function byHash(keys: Ints): Groups {
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

function byMap(keys: ArrayLike<unknown>): Groups {
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
