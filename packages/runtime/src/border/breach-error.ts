import { AtomicError, findBreach, type DeclaredType, type ValueShapes } from '@atomic-ts/core/internal'

/** A value that is not what its type says. */
export interface BreachParts {
  readonly shapes: ValueShapes
  readonly declared: DeclaredType
  readonly value: unknown
  /** The value, as the subject of a sentence: `What main.map gave`. */
  readonly what: string
  /** Where the operator was called. */
  readonly at: string
}

/** The error of a value that breaks its type: the path to the place, what is declared there, and what came. */
export function breachError({ shapes, declared, value, what, at }: BreachParts): AtomicError {
  const { path, declared: wanted, found } = findBreach(shapes, declared.shape, value)
  const place = path === '' ? '' : ` at ${path}`
  const type = wanted === declared.name ? wanted : `${wanted} by its type ${declared.name}`
  return new AtomicError('ATOMIC4006', {
    what: `${what} has ${found}${place}, where ${type} is declared (${declared.at}).`,
    at,
    fix: 'Declare what can come, or look at the data where it enters and leave out or mend what does not fit.',
  })
}
