import type { TextSplit } from '@atomic-ts/core/internal'
import { malformed } from '../malformed.ts'

/** The error of a line of a CSV file. */
export function csvError({ file }: TextSplit, line: number, what: string, cause?: unknown): Error {
  return malformed(
    file.path,
    `, line ${line}, ${what}.`,
    'Mend the row, or check delimiter, quote and escape: every row of a file must have as many fields as its first.',
    cause,
  )
}

/** The line that an error of the parser names, from 1, and what it says without it. */
export function parserError(error: unknown): { readonly line: number; readonly what: string } {
  const lines: unknown = error instanceof Error ? Reflect.get(error, 'lines') : undefined
  const message = error instanceof Error ? error.message : String(error)
  const line = typeof lines === 'number' ? lines : 1
  const [, expected, found] = /expect (\d+), got (\d+)/.exec(message) ?? []
  if (expected !== undefined)
    return {
      line,
      what: `has ${found} ${found === '1' ? 'field' : 'fields'}, and the first row has ${expected}`,
    }
  return { line, what: `cannot be read: ${message.replace(/,? (on|at) line \d+/, '')}` }
}
