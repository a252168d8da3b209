import type { JobEvent, JobListener } from '@atomic-ts/core/internal'

/** Those who hear what happens to jobs. */
export class Listeners {
  readonly #listeners = new Set<JobListener>()

  /** Hears every event from now on; the result ends that. */
  add(listener: JobListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  tell(event: JobEvent): void {
    for (const listener of this.#listeners) {
      try {
        listener(event)
      } catch (error) {
        // A listener watches; what it does wrong must not change what the job does.
        process.emitWarning(error instanceof Error ? error : new Error(String(error)))
      }
    }
  }
}
