import type { ErrorCode } from '@atomic-ts/core/internal'

/** One error of the build step, located in the user's own file. */
export interface Diagnostic extends Place {
  /** What kind of error it is; stable. */
  readonly code: ErrorCode
  /** What is wrong, as a sentence. */
  readonly message: string
  /** What to do about it, as a sentence. */
  readonly remedy: string
  /** Other places that have a part in the error. */
  readonly related: readonly RelatedPlace[]
}

/** A range of the user's source, ready to be shown. */
export interface Place {
  /** Relative to the program's root, with `/` between folders. */
  readonly file: string
  /** From 1. */
  readonly line: number
  /** From 1. */
  readonly column: number
  /** The line of code with carets below the range. */
  readonly frame: string
}

/** A second place of an error and what happens there. */
export interface RelatedPlace extends Place {
  /** What happens there, as a sentence. */
  readonly message: string
}

/**
 * Prints a diagnostic: where, what, the code frame, the other places, the remedy.
 * @example
 * import { printDiagnostic } from '@atomic-ts/compiler'
 *
 * const place = { file: 'sum.ts', line: 3, column: 5, frame: '    total += n' }
 * const text = printDiagnostic({ ...place, code: 'ATOMIC1001', message: 'assigns', remedy: 'Use reduce.', related: [] })
 * text.split('\n') // => ['sum.ts:3:5  ATOMIC1001: assigns', '    total += n', '  Use reduce.']
 */
export function printDiagnostic(diagnostic: Diagnostic): string {
  const { code, message, remedy, related } = diagnostic
  return [
    `${printPlace(diagnostic)}  ${code}: ${message}`,
    diagnostic.frame,
    ...related.flatMap((place) => [`  ${printPlace(place)}  ${place.message}`, place.frame]),
    ...remedy.split('\n').map((line) => `  ${line}`),
  ].join('\n')
}

function printPlace({ file, line, column }: Place): string {
  return `${file}:${line}:${column}`
}
