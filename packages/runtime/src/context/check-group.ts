import { AtomicError, callSite } from '@atomic-ts/core/internal'

/**
 * An option that holds others must be an object, also where untyped code gives it: of anything else, none would be found.
 * @throws ATOMIC2005
 */
export function checkGroup(option: string, value: unknown): void {
  if (typeof value === 'object' && value !== null) return
  // A text may be a secret.
  const shown = typeof value === 'string' ? 'a text' : String(value)
  throw new AtomicError('ATOMIC2005', {
    what: `The option ${option} is ${shown}; it must be an object with settings.`,
    at: callSite(),
  })
}
