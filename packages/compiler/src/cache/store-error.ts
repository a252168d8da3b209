import { AtomicError } from '@atomic-ts/core/internal'

/** The error of a build that cannot be written. */
export function storeError(folder: string, cause: unknown): AtomicError {
  const why = cause instanceof Error ? cause.message : String(cause)
  return new AtomicError('ATOMIC1013', {
    what: `The build cannot be written to ${folder}: ${why}.`,
    fix: 'Make room there, or choose another folder: atomic run --cache FOLDER FILE.',
    cause,
  })
}
