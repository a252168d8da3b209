import type { ts } from 'ts-morph'

/** Something at the top level of a module that a task can reach; one object for each, so identity compares. */
export type Linked = Declared | Imported | Exported | Whole

/** A function, class, enum, namespace or variable of a user's module. */
export interface Declared {
  readonly kind: 'declared'
  readonly file: ts.SourceFile
  readonly name: string
  /** One node, or the parts of a merged declaration. */
  readonly nodes: readonly ts.Node[]
}

/** A name that a module imports. */
export interface Imported {
  readonly kind: 'imported'
  readonly file: ts.SourceFile
  /** In this module. */
  readonly name: string
  /** In the other module; `*` for all of it. */
  readonly from: string
  readonly specifier: string
}

/** A name that a module hands out by `export { a as b }`, of its own or of another module. */
export interface Exported {
  readonly kind: 'exported'
  readonly file: ts.SourceFile
  readonly name: string
  /** In this module, or in the one that `specifier` names; `*` for all of it. */
  readonly from: string
  readonly specifier: string | undefined
}

/** A module that is taken as it is: a package, a builtin, JSON, CommonJS. */
export interface Whole {
  readonly kind: 'whole'
  readonly importer: ts.SourceFile
  readonly specifier: string
}

/** That one piece of code uses another, and where. */
export interface Edge {
  readonly to: Linked
  readonly at: ts.Node
}
