export { compile, type Build, type CompileOptions } from './compile.ts'
export { load } from './load.ts'
export { BuildError } from './diagnostics/build-error.ts'
export { printDiagnostic, type Diagnostic, type Place, type RelatedPlace } from './diagnostics/diagnostic.ts'
