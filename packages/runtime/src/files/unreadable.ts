import { AtomicError } from '@atomic-ts/core/internal'
import { errnoMeaning } from './errno-meaning.ts'

/** The error for a file that cannot be read: why, and what its user can do. */
export function unreadable(path: string, cause: unknown, at?: string): AtomicError {
  const { meaning, fix } = errnoMeaning(cause)
  return new AtomicError('ATOMIC5002', { what: `${path} cannot be read: ${meaning}.`, at, fix, cause })
}

/** The error for a file that ends before the bytes that it had when it was found. */
export function shrunk(path: string, end: number): AtomicError {
  return new AtomicError('ATOMIC5002', {
    what: `${path} became shorter than ${end} bytes while it was read.`,
    fix: 'Run the job again when nothing writes to the file.',
  })
}
