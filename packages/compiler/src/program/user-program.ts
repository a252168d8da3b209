import type { ts } from 'ts-morph'

/** The user's own files with their types: what every later step of a build reads. */
export interface UserProgram {
  /** The nearest folder with a package.json, from the entry up; task ids are relative to it. */
  readonly root: string
  readonly entry: ts.SourceFile
  readonly checker: ts.TypeChecker
  /** Whether null and undefined are types of their own. */
  readonly isStrict: boolean
  /** The user's modules that can be sliced, by absolute path, in order of discovery. */
  readonly files: ReadonlyMap<string, ts.SourceFile>
  /** The files beside the user's own that the build read: tsconfigs, declarations of linked packages. */
  readonly otherInputs: readonly string[]
  /** The files that were looked for and not there: tsconfigs, imported files. */
  readonly absent: readonly string[]
  readonly syntaxErrors: readonly ts.Diagnostic[]
  /** The user's module behind an import, or `undefined` when it is a package, a builtin, data or CommonJS. */
  resolve(importer: ts.SourceFile, specifier: string): ts.SourceFile | undefined
  /** A path relative to the root, with `/` between folders. */
  relative(path: string): string
}
