import { accepts, type AnyFunction, type Border, type DeclaredType } from '@atomic-ts/core/internal'
import { breachError } from './breach-error.ts'

/**
 * The task, with a look at what it gives where the type checker took the user's word for it, and at what it takes
 * where nothing is known of the records. Of any other task, the task itself.
 */
export function checkedTask(task: AnyFunction, border: Border | undefined): AnyFunction {
  if (!border) return task
  const { record, doubtsRecord, result } = border
  const checkRecord = record && doubtsRecord ? recordCheck(border, record) : undefined
  const checkResult = result && resultCheck(border, result)
  const call = task as (...args: readonly unknown[]) => unknown
  if (checkRecord) {
    return (...args: readonly unknown[]) => {
      checkRecord(args[0])
      const given = call(...args)
      return checkResult ? checkResult(given) : given
    }
  }
  return checkResult ? (...args: readonly unknown[]) => checkResult(call(...args)) : task
}

function recordCheck({ shapes, name, at }: Border, declared: DeclaredType): (value: unknown) => void {
  const isFine = accepts(shapes, declared.shape)
  return (value) => {
    if (isFine(value)) return
    throw breachError({ shapes, declared, value, what: `A record that came to ${name}`, at })
  }
}

/** Gives the result back; of an iterable, each element is looked at, as it comes where it is pulled. */
function resultCheck(border: Border, declared: DeclaredType): (value: unknown) => unknown {
  const { shapes, name, at } = border
  const isFine = accepts(shapes, declared.shape)
  const elements = declared.of && elementCheck(border, declared.of)
  const check = (value: unknown): unknown => {
    if (elements && isOpen(value)) return elements(value)
    if (!isFine(value)) throw breachError({ shapes, declared, value, what: `What ${name} gave`, at })
    return value
  }
  return (value) => (value instanceof Promise ? value.then(check) : check(value))
}

function elementCheck(
  { shapes, name, at }: Border,
  declared: DeclaredType,
): (values: Iterable<unknown>) => Iterable<unknown> {
  const isFine = accepts(shapes, declared.shape)
  const look = (value: unknown): void => {
    if (!isFine(value)) throw breachError({ shapes, declared, value, what: `A record that ${name} gave`, at })
  }
  return (values) => {
    if (isPulled(values)) return pulled(values)
    for (const value of values) look(value)
    return values
  }

  function* pulled(values: Iterable<unknown>): Iterable<unknown> {
    for (const value of values) {
      look(value)
      yield value
    }
  }
}

/** What can be looked through without using it up, or while it is: an array, a set, a generator. */
function isOpen(value: unknown): value is Iterable<unknown> {
  return Array.isArray(value) || value instanceof Set || isPulled(value)
}

function isPulled(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'next' in value && Symbol.iterator in value
}
