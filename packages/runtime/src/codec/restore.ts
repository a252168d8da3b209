import { binaryKinds } from './binary-kinds.ts'
import { errorKinds } from './error-kinds.ts'
import { escapeName } from './escape.ts'
import { arrived } from './handle.ts'

/**
 * Puts back, in place, what `prepare` escaped.
 *
 * @throws Error when an escape is none that `prepare` makes.
 */
export function restore(value: unknown): unknown {
  // Bytes hold nothing to restore, and each of them would count as a property.
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value
  if (Array.isArray(value)) {
    restoreItems(value)
    return value
  }
  const escape: unknown = Reflect.get(value, escapeName)
  if (Array.isArray(escape)) return revive(escape)
  for (const [name, item] of Object.entries(value)) {
    if (typeof item === 'object' && item !== null) Reflect.set(value, name, restore(item))
  }
  return value
}

function restoreItems(items: unknown[]): void {
  for (let i = 0; i < items.length; i++) {
    const item = items[i]
    if (typeof item === 'object' && item !== null) items[i] = restore(item)
  }
}

function revive([tag, ...parts]: unknown[]): unknown {
  restoreItems(parts)
  const [first, second] = parts
  switch (tag) {
    case '-0':
      return -0
    case 'text':
      return Buffer.from(bytesOf(first)).toString('ucs2')
    case 'bigint':
      return reviveBigint(String(first))
    case 'sparse':
      return reviveSparse(parts)
    case 'object':
      return define({}, parts)
    case 'null-prototype':
      return define(Object.create(null), parts)
    case 'date':
      return new Date(Number(first))
    case 'regexp':
      return new RegExp(String(first), String(second))
    case 'map':
      return new Map(pairs(parts))
    case 'set':
      return new Set(parts)
    case 'binary':
      return reviveBinary(String(first), bytesOf(second))
    case 'error':
      return reviveError(parts)
    case 'reference':
      return arrived(parts)
    default:
      throw new Error(`The escape ${String(tag)} is unknown.`)
  }
}

function bytesOf(part: unknown): Uint8Array {
  if (part instanceof Uint8Array) return part
  throw new Error('An escape has no bytes.')
}

function reviveBigint(digits: string): bigint {
  return digits.startsWith('-') ? -BigInt(`0x${digits.slice(1)}`) : BigInt(`0x${digits}`)
}

function reviveSparse([length, ...entries]: unknown[]): unknown[] {
  const items: unknown[] = []
  items.length = Number(length)
  for (const [index, item] of pairs(entries)) {
    if (!(typeof index === 'number' && Number.isInteger(index) && index >= 0 && index < items.length))
      throw new Error('A sparse array has no such index.')
    items[index] = item
  }
  return items
}

function reviveBinary(kind: string, bytes: Uint8Array): unknown {
  const copy = new Uint8Array(bytes.length)
  copy.set(bytes)
  const make = binaryKinds.get(kind)
  if (!make) throw new Error(`The binary kind ${kind} is unknown.`)
  return make(copy.buffer)
}

function reviveError([kind, hidden, ...entries]: unknown[]): unknown {
  const make = errorKinds.get(String(kind))
  if (!make) throw new Error(`The error class ${String(kind)} is unknown.`)
  const split = 2 * Number(hidden)
  if (!(split >= 0)) throw new Error('An error has no properties.')
  return define(define(make(), entries.slice(0, split), false), entries.slice(split))
}

/** Defines properties rather than setting them: `__proto__` is a name like any other. */
function define(owner: object, entries: readonly unknown[], enumerable = true): object {
  for (const [name, value] of pairs(entries)) {
    Object.defineProperty(owner, String(name), { value, enumerable, writable: true, configurable: true })
  }
  return owner
}

function pairs(entries: readonly unknown[]): [unknown, unknown][] {
  if (entries.length % 2 !== 0) throw new Error('The last name has no value.')
  return Array.from({ length: entries.length / 2 }, (_, i) => [entries[2 * i], entries[2 * i + 1]])
}
