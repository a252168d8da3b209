import type { AnyFunction } from './manifest.ts'

/** The name under which a function in the driver is known to workers. */
export interface TaskLink {
  readonly id: string
  /** Values of the captured variables when the function was passed. */
  readonly captures: readonly unknown[]
}

// A registered symbol, so that two copies of this package in one process agree.
const link: unique symbol = Symbol.for('@atomic-ts/task') as never

/**
 * Ties a function of the driver to its registered task; the build step wraps every function given to an operator in
 * this call. The function stays callable, so it can be handed on through the user's own functions first.
 */
export function linkTask<F extends AnyFunction>(fn: F, id: string, captures: readonly unknown[] = []): F {
  if (typeof fn !== 'function') return fn
  const known = taskLinkOf(fn)
  if (known?.id === id && captures.length === 0) return fn
  const target = known || !Object.isExtensible(fn) ? (((...args) => fn(...args)) as F) : fn
  Object.defineProperty(target, link, { value: { id, captures }, configurable: true })
  return target
}

/** The registered task behind a function, or `undefined` when the build step never saw it. */
export function taskLinkOf(fn: AnyFunction): TaskLink | undefined {
  return (fn as { [link]?: TaskLink })[link]
}
