import type { ErrorCode } from './codes.ts'

/** What an {@link AtomicError} is made of. */
export interface ErrorParts {
  /** What happened, as a sentence with the offending value in it. */
  readonly what: string
  /** Where, in the user's file: `word-count.ts:14:22`. */
  readonly at?: string | undefined
  /** What to do about it, as a sentence. */
  readonly fix?: string
  readonly cause?: unknown
}

/**
 * The one error class of the framework: a stable `code`, what happened, where in the user's program, what to do, and
 * the original error as `cause`.
 * @example
 * import { AtomicError } from '@atomic-ts/atomic'
 *
 * const failure = await ctx.emptyRDD().first().catch((error: unknown) => error)
 * failure instanceof AtomicError && failure.code // => 'ATOMIC2004'
 */
export class AtomicError extends Error {
  /** Stable: what kind of error it is. */
  readonly code: ErrorCode
  /** Where, in the user's file, as far as that is known. */
  readonly at: string | undefined

  constructor(code: ErrorCode, parts: ErrorParts) {
    super(describe(code, parts), parts.cause === undefined ? undefined : { cause: parts.cause })
    this.name = 'AtomicError'
    this.code = code
    this.at = parts.at
  }
}

/** True for an {@link AtomicError}, also one that came from another copy of this package. */
export function isAtomicError(error: unknown): error is AtomicError {
  return error instanceof Error && error.name === 'AtomicError' && 'code' in error
}

function describe(code: ErrorCode, { what, at, fix }: ErrorParts): string {
  return [`${code}: ${what}`, at && `    at ${at}`, fix && `  ${fix}`].filter(Boolean).join('\n')
}
