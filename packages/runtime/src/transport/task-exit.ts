import { syncBuiltinESMExports } from 'node:module'
import { AtomicError } from '@atomic-ts/core/internal'
import { currentAttempt } from '../task/attempt.ts'

let isPatched = false

/**
 * Runs a task so that `process.exit` inside it fails the task, instead of ending the process that many tasks share.
 * Outside of tasks `process.exit` stays what it is.
 */
export function withoutExit<R>(run: () => Promise<R>): Promise<R> {
  patch()
  return run()
}

function patch(): void {
  if (isPatched) return
  isPatched = true
  const exit = process.exit.bind(process)
  process.exit = (code) => {
    if (!currentAttempt()) return exit(code)
    throw new AtomicError('ATOMIC3004', {
      what: `The task called process.exit(${code ?? ''}).`,
      fix: 'Throw an error to fail the task; end the program in its main function.',
    })
  }
  syncBuiltinESMExports()
}
