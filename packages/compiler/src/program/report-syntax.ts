import { ts } from 'ts-morph'
import type { Report } from '../diagnostics/report.ts'
import type { UserProgram } from './user-program.ts'

/** Reports what is no TypeScript. Errors of types do not stop a build: the types may lie, and the program still runs. */
export function reportSyntax({ syntaxErrors }: UserProgram, report: Report): void {
  for (const { file, start = 0, length = 1, messageText } of syntaxErrors) {
    if (!file) continue
    const message = ts.flattenDiagnosticMessageText(messageText, ' ')
    const remedy = 'Correct the syntax; `tsc --noEmit` shows errors of types as well.'
    report.addAt(file, start, start + length, { code: 'ATOMIC1012', message, remedy })
  }
}
