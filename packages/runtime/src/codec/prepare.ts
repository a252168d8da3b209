import { types } from 'node:util'
import { binaryKinds } from './binary-kinds.ts'
import { errorKindOf } from './error-kinds.ts'
import { escapeName, escaped } from './escape.ts'
import { referenceTo, type Reference } from './handle.ts'
import { Refusal } from './refusal.ts'
import { isWellFormed } from './string-column.ts'

/** Deeper values would exhaust the stack of the process that reads them. A cyclic value is found by running into it. */
export const deepestValue = 500

/**
 * The value as MessagePack can hold it: the same object where nothing in it is special, else a copy with escapes in it
 * (see `Escape`).
 *
 * @throws Refusal when something in it cannot travel.
 */
export function prepare(value: unknown, depth = 0): unknown {
  if (typeof value === 'string')
    return isWellFormed(value) ? value : escaped(['text', Buffer.from(value, 'ucs2')])
  if (typeof value === 'number') return value === 0 && 1 / value < 0 ? escaped(['-0']) : value
  if (typeof value === 'object') return value === null ? value : prepareObject(value, depth)
  if (typeof value === 'boolean' || value === undefined) return value
  if (typeof value === 'bigint') {
    return BigInt.asIntN(64, value) === value ? value : escaped(['bigint', value.toString(16)])
  }
  throw new Refusal(value)
}

function prepareObject(value: object, depth: number): unknown {
  if (depth === deepestValue) throw new Refusal(value, 'depth')
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype === Object.prototype) return prepareRecord(value, depth)
  if (prototype === Array.prototype && Array.isArray(value)) return prepareArray(value, depth)
  if (prototype === null) return prepareEntries('null-prototype', value, depth)
  return prepareBuiltIn(value, prototype, depth)
}

function prepareArray(items: readonly unknown[], depth: number): unknown {
  const names = Object.keys(items)
  if (names.length !== items.length || hasHole(items)) return prepareSparse(items, names, depth)
  return prepareItems(items, depth)
}

function hasHole(items: readonly unknown[]): boolean {
  for (let i = 0; i < items.length; i++) if (items[i] === undefined && !(i in items)) return true
  return false
}

function prepareItems(items: readonly unknown[], depth: number): readonly unknown[] {
  let copy: unknown[] | undefined
  for (let i = 0; i < items.length; i++) {
    const item = items[i]
    const prepared = prepare(item, depth + 1)
    if (Object.is(prepared, item)) continue
    copy ??= items.slice()
    copy[i] = prepared
  }
  return copy ?? items
}

function prepareSparse(items: readonly unknown[], names: readonly string[], depth: number): unknown {
  const entries: unknown[] = []
  for (const name of names) {
    const index = Number(name)
    if (String(index) !== name || index >= items.length) throw new Refusal(items, 'named properties')
    entries.push(index, prepare(items[index], depth + 1))
  }
  return escaped(['sparse', items.length, ...entries])
}

function prepareRecord(record: object, depth: number): unknown {
  if (Object.getOwnPropertySymbols(record).length > 0) throw new Refusal(record, 'symbols')
  let copy: Record<string, unknown> | undefined
  for (const name of Object.keys(record)) {
    if (isOddName(name)) return prepareEntries('object', record, depth)
    const item: unknown = Reflect.get(record, name)
    const prepared = prepare(item, depth + 1)
    if (prepared === item || (prepared !== prepared && item !== item)) continue
    copy ??= { ...record }
    copy[name] = prepared
  }
  return copy ?? record
}

/** Names that msgpackr treats in its own way, our own mark, and what UTF-8 cannot hold. */
function isOddName(name: string): boolean {
  if (usualNames.has(name)) return false
  if (oddNames.has(name) || !isWellFormed(name)) return true
  if (usualNames.size >= keptNames) usualNames.clear()
  usualNames.add(name)
  return false
}

const oddNames = new Set(['__proto__', 'constructor', 'toJSON', escapeName])
/** Names that were found to be usual: most names come again with the next record. */
const usualNames = new Set<string>()
const keptNames = 4096

function prepareEntries(tag: 'object' | 'null-prototype', record: object, depth: number): unknown {
  if (Object.getOwnPropertySymbols(record).length > 0) throw new Refusal(record, 'symbols')
  return escaped([tag, ...prepareItems(Object.entries(record).flat(), depth)])
}

function prepareBuiltIn(value: object, prototype: unknown, depth: number): unknown {
  if (prototype === Date.prototype && value instanceof Date) return escaped(['date', value.getTime()])
  if (prototype === Map.prototype && value instanceof Map) {
    return escaped(['map', ...prepareItems([...value].flat(), depth)])
  }
  if (prototype === Set.prototype && value instanceof Set)
    return escaped(['set', ...prepareItems([...value], depth)])
  if (prototype === RegExp.prototype && value instanceof RegExp) {
    return escaped(['regexp', prepare(value.source), value.flags])
  }
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return prepareBinary(value, prototype)
  if (types.isNativeError(value) && errorKindOf(value)) return prepareError(value, depth)
  const reference = referenceTo(value)
  if (reference) return escaped(['reference', ...prepareReference(reference, depth)])
  throw new Refusal(value)
}

function prepareReference([kind, ...parts]: Reference, depth: number): readonly [string, ...unknown[]] {
  return [kind, ...prepareItems(parts, depth)]
}

function prepareBinary(value: ArrayBufferView | ArrayBuffer, prototype: unknown): unknown {
  // Not the constructor: a Buffer travels as the Uint8Array that it is.
  const kind = Object.prototype.toString.call(value).slice('[object '.length, -1)
  const own = binaryKinds.get(kind)
  if (!own || (prototype !== Object.getPrototypeOf(own(new ArrayBuffer(0))) && !Buffer.isBuffer(value))) {
    throw new Refusal(value)
  }
  const bytes = ArrayBuffer.isView(value)
    ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
    : new Uint8Array(value)
  return escaped(['binary', kind, bytes])
}

function prepareError(error: Error, depth: number): unknown {
  if (Object.getOwnPropertySymbols(error).length > 0) throw new Refusal(error, 'symbols')
  const shown = Object.keys(error)
  const hidden = Object.getOwnPropertyNames(error).filter((name) => !shown.includes(name))
  const entries: unknown[] = []
  for (const name of [...hidden, ...shown]) entries.push(name, Reflect.get(error, name))
  return escaped(['error', errorKindOf(error) ?? 'Error', hidden.length, ...prepareItems(entries, depth)])
}
