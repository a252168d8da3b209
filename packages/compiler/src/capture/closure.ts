import type { ts } from 'ts-morph'
import type { Edge } from '../link/linked.ts'

/** What a function given to an operator takes with it. */
export interface Closure {
  /** In order of first use. */
  readonly captures: readonly Capture[]
  /** Functions and classes of the enclosing functions that travel inside the task, in source order. */
  readonly locals: readonly LocalPiece[]
  /** What it uses of module level. */
  readonly uses: readonly Edge[]
}

/** A variable of an enclosing function that a task uses. */
export interface Capture {
  readonly name: string
  readonly symbol: ts.Symbol
  readonly at: ts.Identifier
  /** `value` is sent; `task` is a function parameter: what travels is the name of the task behind it. */
  readonly kind: 'value' | 'task'
}

/** A local function or class: a whole declaration, or a variable with its initialiser. */
export interface LocalPiece {
  readonly name: string
  readonly node: ts.Statement | ts.VariableDeclaration
  /** The code of it. */
  readonly code: ts.Node
}
