import type { TaskKey } from '../scheduler/scheduler-event.ts'

/** An attempt and its id. */
interface Attempt {
  readonly id: number
  readonly task: TaskKey
}

/** The last attempts of each slot, as many as a slot can be at, under ids that no other attempts of the driver have. */
export class Attempts {
  readonly #bySlot = new Map<number, Attempt[]>()
  readonly #most: number
  #lastId = 0

  /** @param most how many attempts a slot can be at */
  constructor(most: number) {
    this.#most = most
  }

  /** An attempt begins on a slot. Gives its id. */
  start(slot: number, task: TaskKey): number {
    const attempts = this.#bySlot.get(slot) ?? []
    this.#bySlot.set(slot, attempts)
    attempts.push({ id: ++this.#lastId, task })
    if (attempts.length > this.#most) attempts.shift()
    return this.#lastId
  }

  /** Forgets an attempt, and gives its task. */
  take(id: number): TaskKey | undefined {
    for (const attempts of this.#bySlot.values()) {
      const place = attempts.findIndex((each) => each.id === id)
      if (place >= 0) return attempts.splice(place, 1)[0]?.task
    }
    return undefined
  }
}
