/** Gives the value back as what it is; throws a `Misfit` when it is anything else. */
export type Check<T> = (value: unknown) => T

/** What is checked of a property that may be left out. */
export interface OptionalCheck<T> {
  readonly ifPresent: Check<T>
}

/** Says which part of a message is not what it should be: `message.task.attempt should be a count`. */
export class Misfit extends Error {
  readonly #path: string[] = []
  readonly #expected: string

  constructor(expected: string) {
    super(`message should be ${expected}`)
    this.#expected = expected
  }

  /** Notes that the part lies under a name. */
  under(name: string | number): this {
    this.#path.unshift(String(name))
    this.message = `${['message', ...this.#path].join('.')} should be ${this.#expected}`
    return this
  }
}

/** What is checked of each property. All must be named: one that is added to the type and not here does not compile. */
export type Fields<T> = {
  readonly [K in keyof T]-?: object extends Pick<T, K> ? OptionalCheck<Exclude<T[K], undefined>> : Check<T[K]>
}

/** Objects with exactly the properties of `T`. */
export function shape<T extends object>(fields: Fields<T>): Check<T> {
  const checks = Object.entries<Check<unknown> | OptionalCheck<unknown>>(fields)
  const names = new Set(checks.map(([name]) => name))
  return (value) => {
    const record = plainObject(value)
    for (const [name, check] of checks) {
      const item = Object.hasOwn(record, name) ? record[name] : missing
      if (typeof check === 'function') checkPart(check, item, name)
      else if (item !== missing) checkPart(check.ifPresent, item, name)
    }
    for (const name of Object.keys(record)) if (!names.has(name)) throw new Misfit('absent').under(name)
    return record as T
  }
}

const missing = Symbol('missing')

/** A property that may be left out; it may not be `undefined`. */
export function optional<T>(ifPresent: Check<T>): OptionalCheck<T> {
  return { ifPresent }
}

/** A member of a closed union, told apart by `kind`. Every kind must be named, with the other properties that it has. */
export function variants<T extends { readonly kind: string }>(members: {
  readonly [K in T['kind']]: Fields<Omit<Member<T, K>, 'kind'>>
}): Check<T> {
  const checks = new Map<unknown, Check<object>>(
    Object.entries<object>(members).map(([kind, fields]) => [kind, shape({ kind: anything, ...fields })]),
  )
  return (value) => {
    const { kind } = plainObject(value)
    const check = checks.get(kind)
    if (!check) throw new Misfit(`one of ${[...checks.keys()].join(', ')}`).under('kind')
    return check(value) as T
  }
}

type Member<T, K> = T extends { readonly kind: infer Kind } ? (K extends Kind ? T : never) : never

/** One of some words. Every word of the type must be named. */
export function word<T extends string>(words: { readonly [K in T]: K }): Check<T> {
  const known = new Set<unknown>(Object.keys(words))
  return (value) => (known.has(value) ? (value as T) : misfit(`one of ${[...known].join(', ')}`))
}

/** Arrays without holes. */
export function list<T>(item: Check<T>): Check<readonly T[]> {
  return (value) => {
    if (!Array.isArray(value)) return misfit('an array')
    for (let i = 0; i < value.length; i++) checkPart(item, value[i], i)
    return value as readonly T[]
  }
}

/** Pairs. */
export function pair<A, B>(first: Check<A>, second: Check<B>): Check<readonly [A, B]> {
  return (value) => {
    if (!Array.isArray(value) || value.length !== 2) return misfit('a pair')
    checkPart(first, value[0], 0)
    checkPart(second, value[1], 1)
    return value as unknown as readonly [A, B]
  }
}

/** Objects whose properties have any names. */
export function dictionary<T>(item: Check<T>): Check<Readonly<Record<string, T>>> {
  return (value) => {
    const record = plainObject(value)
    for (const name of Object.keys(record)) checkPart(item, record[name], name)
    return record as Readonly<Record<string, T>>
  }
}

export function orUndefined<T>(check: Check<T>): Check<T | undefined> {
  return (value) => (value === undefined ? undefined : check(value))
}

export const text: Check<string> = (value) => (typeof value === 'string' ? value : misfit('text'))

export const flag: Check<boolean> = (value) => (typeof value === 'boolean' ? value : misfit('a boolean'))

/** Any number but NaN. */
export const number: Check<number> = (value) =>
  typeof value === 'number' && !Number.isNaN(value) ? value : misfit('a number')

/** An integer from 0 on, such as an id, a position or a length. */
export const count: Check<number> = (value) =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : misfit('a count')

export const bytes: Check<Uint8Array> = (value) =>
  value instanceof Uint8Array ? value : misfit('an array of bytes')

/** Text, a number or a boolean. */
export const constant: Check<string | number | boolean> = (value) =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? value
    : misfit('text, a number or a boolean')

/** Plain data of any kind: whoever takes it looks at it. */
export const anything: Check<unknown> = (value) => (value === missing ? misfit('present') : value)

/** What never travels, such as a function. */
export const nothing: Check<never> = () => misfit('absent')

/** A check that is used before it is made, as those of types that contain themselves are. */
export function later<T>(check: () => Check<T>): Check<T> {
  return (value) => check()(value)
}

function checkPart(check: Check<unknown>, value: unknown, name: string | number): void {
  try {
    check(value)
  } catch (error) {
    throw error instanceof Misfit ? error.under(name) : error
  }
}

function plainObject(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return misfit('an object')
  return value as Readonly<Record<string, unknown>>
}

function misfit(expected: string): never {
  throw new Misfit(expected)
}
