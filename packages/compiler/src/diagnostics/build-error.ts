import { AtomicError, type ErrorCode } from '@atomic-ts/core/internal'
import { printDiagnostic, type Diagnostic } from './diagnostic.ts'

/**
 * All the errors of a program, thrown at once; the message shows each with its code frame and remedy.
 * @example
 * import { mkdtempSync, writeFileSync } from 'node:fs'
 * import { tmpdir } from 'node:os'
 * import { BuildError, compile } from '@atomic-ts/compiler'
 *
 * const file = `${mkdtempSync(`${tmpdir()}/atomic-`)}/broken.ts`
 * writeFileSync(file, 'await (1 +)')
 * const failure = await compile(file).catch((error: unknown) => error)
 * failure instanceof BuildError && failure.diagnostics[0]?.line // => 1
 */
export class BuildError extends AtomicError {
  /** One for each error, in the order of files and lines. */
  readonly diagnostics: readonly Diagnostic[]

  constructor(diagnostics: readonly Diagnostic[]) {
    const first: ErrorCode = diagnostics[0]?.code ?? 'ATOMIC1012'
    super(first, { what: 'The program does not build' })
    this.diagnostics = diagnostics
    this.message = print(diagnostics)
    this.stack = `${this.name}: ${this.message}`
  }
}

function print(diagnostics: readonly Diagnostic[]): string {
  const count = diagnostics.length === 1 ? '1 error' : `${diagnostics.length} errors`
  return [`${count} in the program\n`, ...diagnostics.map((each) => `${printDiagnostic(each)}\n`)].join('\n')
}
