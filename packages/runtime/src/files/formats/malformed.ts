import { AtomicError } from '@atomic-ts/core/internal'

/** The error of a file that is not what its format says. */
export function malformed(path: string, what: string, fix: string, cause?: unknown): AtomicError {
  return new AtomicError('ATOMIC5008', {
    what: `${path}${what}`,
    fix,
    ...(cause === undefined ? {} : { cause }),
  })
}

/** What an error says, without a full stop, and without characters that would do something to a terminal. */
export function messageOf(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause)
  return message.replace(/\.$/, '').replaceAll(/(?!\n)\p{Cc}/gu, '\uFFFD')
}
