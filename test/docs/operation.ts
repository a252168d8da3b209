/** Something that users can call or read, where it is, and what its doc comment says. */
export interface Operation {
  /** As users say it: `RDD.map`, `Context.local`, `load`. */
  readonly name: string
  /** Relative to the repository. */
  readonly file: string
  readonly examples: readonly Example[]
}

/** A program fragment of a doc comment or a document, to which `ctx` is given. */
export interface Example {
  /** Of the operation or the document; more than one of each are numbered. */
  readonly name: string
  /** Relative to the repository. */
  readonly file: string
  /** The line of the file where its code begins, from 1. */
  readonly line: number
  readonly code: string
}
