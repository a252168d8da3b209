import { inspect } from 'node:util'
import { isAtomicError } from '@atomic-ts/core/internal'

/** Prints an error for a person: what happened and what to do, then the user's own error with its stack. */
export function printFailure(error: unknown): void {
  process.stderr.write(`${describe(error)}\n`)
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return inspect(error)
  // The stack of our own error leads into the engine; the user's place stands in its message.
  if (!isAtomicError(error)) return inspect(withUserStack(error))
  const { message, cause } = error
  const isTold =
    cause instanceof Error &&
    (isSystemError(cause) || (isAtomicError(cause) && message.includes(cause.message)))
  return cause === undefined || isTold ? message : `${message}\n\nCaused by: ${describe(cause)}`
}

// The operating system's refusal is told in our own message; its stack shows nothing more.
function isSystemError(error: Error): boolean {
  return 'syscall' in error
}

/** The error without the frames of the engine, which tell a user nothing. */
function withUserStack(error: Error): Error {
  const lines = error.stack?.split('\n') ?? []
  error.stack = lines.filter((line) => !engineFrame.test(line)).join('\n')
  return error
}

const engineFrame =
  /^\s+at .*(?:atomic-loop-\d+:|[\\/](?:packages|@atomic-ts)[\\/](?:core|runtime|cli)[\\/](?:src|dist)[\\/])/
