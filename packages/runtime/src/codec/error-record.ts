import { inspect, types } from 'node:util'
import { AtomicError, isAtomicError } from '@atomic-ts/core/internal'
import { decodeValue, encodeValue } from './codec.ts'
import { errorKindOf, errorKinds } from './error-kinds.ts'

/** Whatever was thrown, as plain data that travels. */
export type ErrorRecord =
  | ThrownError
  /** Something else was thrown, as in `throw 'x'`, and it travels. */
  | { readonly kind: 'value'; readonly value: unknown }
  /** Something else was thrown that does not travel: what it looked like. */
  | { readonly kind: 'shown'; readonly text: string }

/** An error: its class is `AtomicError`, or the nearest one of the language. */
export interface ThrownError {
  readonly kind: 'error'
  readonly errorClass: string
  readonly name: string
  readonly message: string
  readonly stack: string | undefined
  /** Its own enumerable properties, as far as they travel; `code` and `at` of an AtomicError are among them. */
  readonly properties: readonly (readonly [name: string, value: unknown])[]
  readonly cause?: ErrorRecord
  /** The errors of an AggregateError. */
  readonly errors?: readonly ErrorRecord[]
}

/** Causes below this are left out; a cause may even be its own cause. */
const deepestCause = 8
/** Longer texts are cut, and larger properties are left out: an error goes through memory that data does not go through. */
const longestText = 1 << 20
const largestProperty = 1 << 20

/** Makes a record of anything that was thrown. It never throws itself, whatever getters or proxies it meets. */
export function toErrorRecord(thrown: unknown): ErrorRecord {
  return recordAt(thrown, 0)
}

/**
 * Makes again what was thrown. An AtomicError stays one, and so does an error of a class of the language; any other
 * becomes an `Error` (or the class of the language that it derives from) of the same name. The stack stays as it was.
 */
export function fromErrorRecord(record: ErrorRecord): unknown {
  if (record.kind === 'value') return record.value
  if (record.kind === 'shown') return new Error(`A value was thrown that is not an error: ${record.text}`)
  const error = emptyError(record.errorClass)
  define(error, 'message', record.message)
  if (error.name !== record.name) define(error, 'name', record.name)
  define(error, 'stack', record.stack)
  for (const [name, value] of record.properties) define(error, name, value, true)
  if (record.cause) define(error, 'cause', fromErrorRecord(record.cause))
  if (record.errors) define(error, 'errors', record.errors.map(fromErrorRecord))
  return error
}

function recordAt(thrown: unknown, depth: number): ErrorRecord {
  if (isError(thrown)) return errorRecord(thrown, depth)
  return (
    snapshot(thrown) ?? {
      kind: 'shown',
      text: safely(() => inspect(thrown), 'something that cannot be shown'),
    }
  )
}

function isError(thrown: unknown): thrown is Error {
  return safely(() => types.isNativeError(thrown) || thrown instanceof Error, false)
}

function errorRecord(error: Error, depth: number): ThrownError {
  const shallow = {
    kind: 'error',
    errorClass: safely(() => classOf(error), 'Error'),
    name: safely(() => textOf(error, 'name'), 'Error'),
    message: safely(() => textOf(error, 'message'), ''),
    stack: safely(() => (typeof error.stack === 'string' ? cut(error.stack) : undefined), undefined),
    properties: safely(() => Object.keys(error), []).flatMap((name) => propertyOf(error, name)),
  } as const
  if (depth === deepestCause) return shallow
  const cause = safely(() => ('cause' in error ? { thrown: error.cause } : undefined), undefined)
  const errors: unknown[] | undefined = safely(
    () => (error instanceof AggregateError ? [...error.errors] : undefined),
    undefined,
  )
  return {
    ...shallow,
    ...(cause && { cause: recordAt(cause.thrown, depth + 1) }),
    ...(errors && { errors: errors.map((inner) => recordAt(inner, depth + 1)) }),
  }
}

function textOf(error: Error, name: 'name' | 'message'): string {
  const text: unknown = Reflect.get(error, name)
  return cut(String(text))
}

function cut(text: string): string {
  return text.length <= longestText ? text : `${text.slice(0, longestText)}…`
}

function classOf(error: Error): string {
  if (isAtomicError(error)) return 'AtomicError'
  let ancestor: unknown = error
  while (typeof ancestor === 'object' && ancestor !== null) {
    const kind = errorKindOf(ancestor)
    if (kind) return kind
    ancestor = Object.getPrototypeOf(ancestor)
  }
  return 'Error'
}

function propertyOf(error: Error, name: string): (readonly [name: string, value: unknown])[] {
  if (name === 'cause' || name === 'errors' || name === 'stack' || name === 'message') return []
  const travels = snapshot(safely<unknown>(() => Reflect.get(error, name), unreadable))
  return travels ? [[name, travels.value]] : []
}

/** Does not travel, and so is left out. */
function unreadable(): void {}

/** What would arrive of a value: its getters have run, and cannot fail later. */
function snapshot(value: unknown): { readonly kind: 'value'; readonly value: unknown } | undefined {
  return safely(() => {
    const bytes = encodeValue(value)
    return bytes.length > largestProperty ? undefined : { kind: 'value', value: decodeValue(bytes) }
  }, undefined)
}

function safely<T>(read: () => T, otherwise: T): T {
  try {
    return read()
  } catch {
    return otherwise
  }
}

function emptyError(errorClass: string): Error {
  if (errorClass === 'AtomicError') return new AtomicError('ATOMIC3001', { what: '' })
  return errorKinds.get(errorClass)?.() ?? new Error()
}

function define(error: Error, name: string, value: unknown, enumerable = false): void {
  Object.defineProperty(error, name, { value, enumerable, writable: true, configurable: true })
}
