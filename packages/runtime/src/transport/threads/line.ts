import type { TaskKey } from '../../scheduler/scheduler-event.ts'
import { sameTask } from '../../scheduler/task-key.ts'

/** Which turn is cancelled, and which is the next one to begin: in memory that a slot's thread sees, too. */
export const cancelled = 0
export const next = 1

interface Turn {
  readonly task: TaskKey
  readonly turn: number
}

/**
 * The attempts that a thread was sent and that are not over: turns, numbered from 1. The thread begins each by counting
 * `next` up, so that whoever counts first decides: the thread, or the driver that takes back what has not begun.
 */
export class Line {
  readonly turns: Int32Array = new Int32Array(new SharedArrayBuffer(8))
  readonly #line: Turn[] = []
  #last = 0

  constructor() {
    this.turns[next] = 1
  }

  /** An attempt is about to be sent. */
  add(task: TaskKey): void {
    this.#line.push({ task, turn: ++this.#last })
  }

  /** An attempt is over. */
  ended(task: TaskKey): void {
    const place = this.#line.findIndex((each) => sameTask(each.task, task))
    if (place >= 0) this.#line.splice(place, 1)
  }

  /** Wants an attempt gone. Gives those that will not begin: if it has not begun, it and all others of the line. */
  cancel(task: TaskKey): readonly TaskKey[] {
    const found = this.#line.find((each) => sameTask(each.task, task))
    if (!found) return []
    const back = this.#hasBegun(found) ? [] : this.askBack()
    if (this.#line.includes(found)) Atomics.store(this.turns, cancelled, found.turn)
    return back
  }

  /** Takes back what has not begun. */
  askBack(): readonly TaskKey[] {
    for (;;) {
      const begins = Atomics.load(this.turns, next)
      if (begins > this.#last) return []
      if (Atomics.compareExchange(this.turns, next, begins, this.#last + 1) !== begins) continue
      const from = this.#line.findIndex(({ turn }) => turn >= begins)
      return from < 0 ? [] : this.#line.splice(from).map(({ task }) => task)
    }
  }

  #hasBegun({ turn }: Turn): boolean {
    return Atomics.load(this.turns, next) > turn
  }
}
