import { AtomicError } from '../errors/atomic-error.ts'
import type { AnyFunction } from '../tasks/manifest.ts'
import { callSite } from './call-site.ts'

/** Refuses an async function where nothing would wait for its promises. */
export function refuseAsync(fn: AnyFunction): void {
  if (!/^Async(Generator)?Function$/.test(kindOf(fn))) return
  throw new AtomicError('ATOMIC2002', {
    what: `The function ${nameOf(fn)} is async, but this operation does not wait for promises.`,
    at: callSite(),
    fix: 'Use mapAsync, flatMapAsync or foreachAsync, or pass a function that is done when it returns.',
  })
}

/** Refuses a generator function where nothing would go through what it gives. */
export function refuseGenerator(fn: AnyFunction): void {
  if (kindOf(fn) !== 'GeneratorFunction') return
  throw new AtomicError('ATOMIC2002', {
    what: `The function ${nameOf(fn)} is a generator, whose body this operation would never run.`,
    at: callSite(),
    fix: 'Pass a function that is done when it returns, or use flatMap or mapPartitions for what it gives.',
  })
}

function kindOf(fn: AnyFunction): string {
  return typeof fn === 'function' ? Object.prototype.toString.call(fn).slice(8, -1) : ''
}

function nameOf({ name }: AnyFunction): string {
  return name || '(anonymous)'
}
