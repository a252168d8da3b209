import { AtomicError } from '../errors/atomic-error.ts'

/** The error of a value that a file cannot hold. */
export function unfitValue(path: string, what: string, fix: string): AtomicError {
  const place = path === '' ? 'A record' : `The field ${path} of a record`
  return new AtomicError('ATOMIC5009', { what: `${place} ${what}.`, fix })
}

/** A value in a few words. */
export function nameOf(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  if (typeof value === 'string') return `the text ${JSON.stringify(value.slice(0, 40))}`
  if (typeof value === 'bigint') return `the bigint ${value}n`
  if (typeof value === 'number') return `the number ${value}`
  if (typeof value === 'boolean') return `the boolean ${value}`
  if (typeof value !== 'object') return `a ${typeof value}`
  if (Array.isArray(value)) return 'an array'
  const name = prototypeName(value)
  return name === 'Object' ? 'an object' : `a ${name}`
}

/** The path of a field inside of a value. */
export function inside(path: string, name: string): string {
  if (!/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name)) return `${path}[${JSON.stringify(name)}]`
  return path === '' ? name : `${path}.${name}`
}

/** True for an object that is nothing but its fields. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype || prototypeName(value) === 'Object'
}

function prototypeName(value: object): string {
  const made: unknown = Reflect.get(value, 'constructor')
  return typeof made === 'function' ? made.name : 'Object'
}
