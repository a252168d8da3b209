import { AtomicError } from '../errors/atomic-error.ts'
import type { AnyFunction } from '../tasks/manifest.ts'
import { callSite } from './call-site.ts'

/** Refuses an async function where nothing would wait for its promises. */
export function refuseAsync(fn: AnyFunction): void {
  if (typeof fn !== 'function' || !isAsync(fn)) return
  throw new AtomicError('ATOMIC2002', {
    what: `The function ${fn.name || '(anonymous)'} is async, but this operation does not wait for promises.`,
    at: callSite(),
    fix: 'Use mapAsync, flatMapAsync or foreachAsync, or pass a function that is done when it returns.',
  })
}

function isAsync(fn: AnyFunction): boolean {
  return /^Async(Generator)?Function$/.test(Object.prototype.toString.call(fn).slice(8, -1))
}
