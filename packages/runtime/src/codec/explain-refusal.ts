import { inspect, types } from 'node:util'
import { AtomicError, isPrimitiveKey } from '@atomic-ts/core/internal'
import { deepestValue, prepare } from './prepare.ts'
import { Refusal } from './refusal.ts'

/** The error for a value that cannot travel: it names the path to the part that is to blame, and a remedy. */
export function explainRefusal(root: unknown, name: string, thrown: unknown): AtomicError {
  const found = locate(root, name)
  if (!(found.cause instanceof Refusal)) {
    return new AtomicError('ATOMIC4001', {
      what: `${found.path} cannot travel between workers: reading it fails.`,
      fix: 'Return plain values instead of objects that compute their properties.',
      cause: found.cause ?? thrown,
    })
  }
  const { what, fix } = describe(found)
  return new AtomicError('ATOMIC4001', {
    what: `${found.path} ${what}, which cannot travel between workers.`,
    fix,
  })
}

interface Found {
  readonly path: string
  readonly value: unknown
  readonly cause: unknown
  /** The value is one of its own ancestors. */
  readonly cyclic: boolean
}

/** Follows the first part that cannot travel, down to one whose own parts all can. */
function locate(root: unknown, name: string): Found {
  const ancestors = new Set<unknown>()
  const whole: Found = { path: name, value: root, cause: failureOf(root)?.cause, cyclic: false }
  let found = whole
  while (!found.cyclic) {
    ancestors.add(found.value)
    const inner = firstFailure(found)
    if (!inner) return found
    // So deep without a cycle: no part in particular is to blame.
    if (ancestors.size > deepestValue) return whole
    found = { ...inner, cyclic: ancestors.has(inner.value) }
  }
  return found
}

function firstFailure({ path, value }: Found): Found | undefined {
  for (const [step, part] of partsOf(value)) {
    const failure = failureOf(part)
    if (failure) return { path: path + step, value: part, cause: failure.cause, cyclic: false }
  }
  return undefined
}

/** What preparing a value throws, or undefined when it can travel. */
export function failureOf(value: unknown): { readonly cause: unknown } | undefined {
  try {
    prepare(value)
    return undefined
  } catch (cause) {
    return { cause }
  }
}

function partsOf(value: unknown): [step: string, part: unknown][] {
  if (typeof value !== 'object' || value === null) return []
  try {
    if (value instanceof Map) return [...value].flatMap(partsOfEntry)
    if (value instanceof Set) return [...value].map((item, i) => [` (item ${i} of the Set)`, item])
    const names = types.isNativeError(value) ? Object.getOwnPropertyNames(value) : Object.keys(value)
    return names.map((name) => [stepTo(name, value), Reflect.get(value, name)])
  } catch {
    return []
  }
}

function partsOfEntry([key, value]: [unknown, unknown]): [step: string, part: unknown][] {
  const shown = shownKey(key)
  return [
    [' (a key of the Map)', key],
    [`.get(${shown})`, value],
  ]
}

function shownKey(key: unknown): string {
  if (typeof key === 'string') return JSON.stringify(key)
  return isPrimitiveKey(key) ? inspect(key) : '…'
}

function stepTo(name: string, owner: object): string {
  if (Array.isArray(owner) && /^\d+$/.test(name)) return `[${name}]`
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`
}

function describe({ value, cause, cyclic }: Found): { readonly what: string; readonly fix: string } {
  if (cyclic) {
    return { what: 'contains itself', fix: 'Refer to other records by an id instead of by the object.' }
  }
  const reason = cause instanceof Refusal ? cause.reason : 'kind'
  if (reason === 'depth') {
    return {
      what: `is nested more than ${deepestValue} levels deep`,
      fix: 'Use an array instead of a linked list.',
    }
  }
  if (reason === 'symbols') {
    return { what: 'has symbols as property names', fix: 'Use strings as property names.' }
  }
  if (reason === 'named properties') {
    return {
      what: 'is an array with named properties',
      fix: 'Copy its elements with [...array], for example of the result of String.match, or return an object.',
    }
  }
  return describeKind(value)
}

function describeKind(value: unknown): { readonly what: string; readonly fix: string } {
  if (typeof value === 'function') {
    const name = value.name === '' ? 'an anonymous function' : `the function ${value.name}`
    return { what: `is ${name}`, fix: 'Use the data that it works on, or the result of calling it.' }
  }
  if (typeof value === 'symbol')
    return { what: `is the ${String(value)}`, fix: 'Use its description, a string.' }
  if (types.isPromise(value)) {
    return { what: 'is a promise', fix: 'Use mapAsync(), which waits for it and passes on its result.' }
  }
  if (value instanceof SharedArrayBuffer) {
    return { what: 'is a SharedArrayBuffer', fix: 'Use a copy: new Uint8Array(shared).slice().' }
  }
  if (types.isGeneratorObject(value) || (typeof value === 'object' && value !== null && 'next' in value)) {
    return { what: 'is an iterator', fix: 'Use its items as an array: [...iterator].' }
  }
  if (types.isNativeError(value)) {
    return {
      what: `is an instance of the error class ${classOf(value)}`,
      fix: 'Use its message, or a plain object.',
    }
  }
  return {
    what: `is an instance of the class ${classOf(value)}`,
    fix: 'Use a plain object with its fields.',
  }
}

function classOf(value: unknown): string {
  const prototype: unknown = Object.getPrototypeOf(value)
  const owner: unknown =
    typeof prototype === 'object' && prototype !== null && Reflect.get(prototype, 'constructor')
  if (typeof owner === 'function' && owner.name !== '') return owner.name
  return Object.prototype.toString.call(value).slice('[object '.length, -1)
}
