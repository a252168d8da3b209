import { setMaxListeners } from 'node:events'

// How often an attempt that waits looks whether it is cancelled, in milliseconds.
const lookUp = 20

/** For as long as an attempt runs: a signal that ends what it started outside of its loops. */
export interface AttemptLife {
  /** Aborted when the attempt is cancelled, and when it ends. */
  readonly signal: AbortSignal
  end(): void
}

/**
 * Watches an attempt that waits, since no loop of it may look up for a long time.
 * @param breathe throws when the attempt is cancelled
 */
export function attemptLife(breathe: () => unknown): AttemptLife {
  const controller = new AbortController()
  // Every call under way listens.
  setMaxListeners(0, controller.signal)
  const timer = setInterval(() => {
    try {
      void breathe()
    } catch (cancelled) {
      clearInterval(timer)
      controller.abort(cancelled)
    }
  }, lookUp)
  return {
    signal: controller.signal,
    end() {
      clearInterval(timer)
      controller.abort()
    },
  }
}
