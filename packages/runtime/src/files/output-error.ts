import { AtomicError, isAtomicError } from '@atomic-ts/core/internal'
import { errnoMeaning } from './errno-meaning.ts'

/** Says why an output cannot be written, in words; an {@link AtomicError} is returned as it is. */
export function outputError(path: string, cause: unknown, at?: string): AtomicError {
  if (isAtomicError(cause)) return cause
  const { meaning, fix } = errnoMeaning(cause)
  return new AtomicError('ATOMIC5004', { what: `${path} cannot be written: ${meaning}.`, at, fix, cause })
}
