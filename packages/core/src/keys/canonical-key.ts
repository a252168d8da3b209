import { AtomicError } from '../errors/atomic-error.ts'
import { describeNonKey } from './describe-non-key.ts'

/** Deeper than any sensible key; a cyclic value is found by running into it. */
const maxDepth = 100

/**
 * Whether a JavaScript `Map` already compares this key by value: 1, "1" and 1n are told apart, NaN equals NaN, -0
 * equals 0, null differs from undefined.
 */
export function isPrimitiveKey(key: unknown): boolean {
  return key === null || (typeof key !== 'object' && typeof key !== 'function' && typeof key !== 'symbol')
}

/**
 * One string for each key, the same for two keys exactly when they are equal by value. The order of properties, of
 * Map entries and of Set members does not matter; whether an object has a prototype does not either, nor do named
 * properties of an array. Holes of an array differ from `undefined`.
 *
 * @throws AtomicError ATOMIC4002 for what has no value to compare: functions, symbols, promises, class instances,
 * cyclic values.
 */
export function canonicalKey(key: unknown): string {
  return write(key, 0)
}

// Every branch is self-delimiting (a length in front, or a terminator that the text cannot hold), so that writing
// one after the other stays unambiguous without escapes.
function write(key: unknown, depth: number): string {
  if (typeof key === 'string') return writeText(key)
  // `'' + -0` is '0', and every other number prints so that it reads back as itself.
  if (typeof key === 'number') return '#' + key + ';'
  if (typeof key === 'object') return key === null ? 'N' : writeObject(key, depth)
  if (typeof key === 'undefined') return 'U'
  if (typeof key === 'boolean') return key ? 'T' : 'F'
  if (typeof key === 'bigint') return 'n' + key + ';'
  throw notAKey(key)
}

function writeText(text: string): string {
  return '"' + text.length + ':' + text
}

function writeObject(key: object, depth: number): string {
  if (depth === maxDepth) throw tooDeep()
  const prototype: unknown = Object.getPrototypeOf(key)
  // A subclass may carry more than what is compared here, and so it is refused like any other class.
  if (prototype === Array.prototype && Array.isArray(key)) return writeArray(key, depth)
  if (isRecord(key, prototype)) return writeProperties(key, depth)
  if (prototype === Date.prototype && key instanceof Date) return 'D' + key.getTime() + ';'
  if (prototype === Map.prototype && key instanceof Map) return writeMap(key, depth)
  if (prototype === Set.prototype && key instanceof Set) return writeSet(key, depth)
  if (prototype === RegExp.prototype && key instanceof RegExp) {
    return 'R' + writeText(key.source) + writeText(key.flags)
  }
  if (ArrayBuffer.isView(key)) return 'V' + kindOf(key) + writeElements(key)
  if (prototype === ArrayBuffer.prototype && key instanceof ArrayBuffer) {
    return 'A' + writeBytes(new Uint8Array(key))
  }
  throw notAKey(key)
}

function isRecord(_key: object, prototype: unknown): _key is Readonly<Record<string, unknown>> {
  return prototype === Object.prototype || prototype === null
}

function writeArray(items: readonly unknown[], depth: number): string {
  let out = '['
  for (let i = 0; i < items.length; i++) {
    const item = items[i]
    if (typeof item === 'string') out += '"' + item.length + ':' + item
    else if (typeof item === 'number') out += '#' + item + ';'
    else out += item === undefined && !(i in items) ? '_' : write(item, depth + 1)
  }
  return out + ']'
}

function writeProperties(record: Readonly<Record<string, unknown>>, depth: number): string {
  const names = Object.keys(record)
  if (Object.getOwnPropertySymbols(record).length > 0) throw notAKey(record)
  if (names.length > 1) names.sort()
  let out = '{'
  for (const name of names) out += name.length + ':' + name + write(record[name], depth + 1)
  return out + '}'
}

function writeMap(map: ReadonlyMap<unknown, unknown>, depth: number): string {
  const entries = Array.from(map, ([name, value]) => write(name, depth + 1) + write(value, depth + 1))
  return 'M' + entries.toSorted().join('') + '}'
}

function writeSet(set: ReadonlySet<unknown>, depth: number): string {
  return (
    'S' +
    Array.from(set, (item) => write(item, depth + 1))
      .toSorted()
      .join('') +
    '}'
  )
}

function kindOf(view: ArrayBufferView): string {
  // Not the constructor: a Buffer is a Uint8Array here.
  return Object.prototype.toString.call(view)
}

function writeElements(view: ArrayBufferView): string {
  // The elements of floating-point arrays, not their bytes: -0 equals 0, and NaN has many bit patterns.
  if (view instanceof Float32Array || view instanceof Float64Array) return view.join(',') + ';'
  return writeBytes(new Uint8Array(view.buffer, view.byteOffset, view.byteLength))
}

function writeBytes(bytes: Uint8Array): string {
  const parts: string[] = []
  // Spreading more than this could overflow the stack.
  for (let i = 0; i < bytes.length; i += 4096) parts.push(String.fromCharCode(...bytes.subarray(i, i + 4096)))
  return writeText(parts.join(''))
}

function notAKey(value: unknown): AtomicError {
  const { what, fix } = describeNonKey(value)
  return new AtomicError('ATOMIC4002', { what: `${what} cannot be a key.`, fix })
}

function tooDeep(): AtomicError {
  return new AtomicError('ATOMIC4002', {
    what: `A value that is nested more than ${maxDepth} levels deep, or that contains itself, cannot be a key.`,
    fix: 'Use the fields that identify the record as the key, for example [record.type, record.id].',
  })
}
