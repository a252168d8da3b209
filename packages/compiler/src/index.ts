/**
 * The build step, for tests and for programs that start programs.
 * @module @atomic-ts/compiler
 */
export { compile, type Build, type CompileOptions } from './compile.ts'
export { load } from './load.ts'
export { BuildError } from './diagnostics/build-error.ts'
export { printDiagnostic, type Diagnostic, type Place, type RelatedPlace } from './diagnostics/diagnostic.ts'
