import type { TaskKey } from '../scheduler/scheduler-event.ts'
import type { SyncCall, Synced } from '../wire/messages.ts'

/** How a wait for other tasks ended. */
export type SyncResult =
  | { readonly said: readonly Uint8Array[] }
  | { readonly problem: string; readonly said?: undefined }

/** Where an executor's task waits for the others of its barrier stage. */
export class SyncPoint {
  #waiting: Waiting | undefined

  /**
   * Waits until every task has called.
   * @param send says that this one has
   */
  wait(task: TaskKey, call: SyncCall, send: () => void): Promise<SyncResult> {
    if (this.#waiting) {
      const problem = `The task called ${call}() while it was waiting in ${this.#waiting.call}().`
      return Promise.resolve({ problem })
    }
    return new Promise((resolve, reject) => {
      this.#waiting = { task: JSON.stringify(task), call, resolve, reject }
      send()
    })
  }

  /** The driver ends a wait. */
  end({ task, problem }: Synced, said: readonly Uint8Array[]): void {
    if (this.#waiting?.task !== JSON.stringify(task)) return
    const waiting = this.#waiting
    this.#waiting = undefined
    waiting.resolve(problem === undefined ? { said } : { problem })
  }

  /** The attempt is over, whatever it still waits for. */
  abandon(errorOf: () => unknown): void {
    this.#waiting?.reject(errorOf())
    this.#waiting = undefined
  }
}

interface Waiting {
  readonly task: string
  readonly call: SyncCall
  resolve(result: SyncResult): void
  reject(error: unknown): void
}
