import type { ts } from 'ts-morph'

/** A place in the program where a function is given to an operator, or to a function that hands it to one. */
export interface Site {
  /** The function: an expression, or a method of an object literal (`{ combine(a, b) { … } }`). */
  readonly node: ts.Expression | ts.MethodDeclaration
  /** What receives it, as it shows in ids: `filter`, `aggregate.combine`, `twice`. */
  readonly operator: string
  /** The operator at the end, when the function goes through the user's own functions first. */
  readonly via: Site | undefined
  /** True when a variable or an object keeps the function from where it is written until it is used. */
  readonly isHeld?: boolean
}
