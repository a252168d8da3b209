import { inspect } from 'node:util'
import { isAtomicError } from '@atomic-ts/core/internal'

/** Prints an error for a person: what happened and what to do, then the user's own error with its stack. */
export function printFailure(error: unknown): void {
  process.stderr.write(`${describe(error)}\n`)
}

function describe(error: unknown): string {
  // The stack of our own error leads into the engine; the user's place stands in its message.
  if (!isAtomicError(error)) return inspect(error)
  const { message, cause } = error
  return cause === undefined ? message : `${message}\n\nCaused by: ${describe(cause)}`
}
