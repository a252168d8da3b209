import type { TaskKey } from '../scheduler/scheduler-event.ts'

/** The last attempt of each slot, under an id that no other attempt of the driver has. */
export class Attempts {
  readonly #bySlot = new Map<number, { readonly id: number; readonly task: TaskKey }>()
  #lastId = 0

  /** An attempt begins on a slot. Gives its id. */
  start(slot: number, task: TaskKey): number {
    this.#bySlot.set(slot, { id: ++this.#lastId, task })
    return this.#lastId
  }

  /** Forgets an attempt, and gives its task. */
  take(id: number): TaskKey | undefined {
    const [slot, attempt] = [...this.#bySlot].find(([, each]) => each.id === id) ?? []
    if (slot !== undefined) this.#bySlot.delete(slot)
    return attempt?.task
  }
}
