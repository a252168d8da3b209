import type { PendingTask } from './scheduler-state.ts'

// So many tasks that were taken stay where they are before the others move up.
const slack = 1024

/** The partitions of a stage to launch, the next one first. To take one costs the same however many there are. */
export class PendingTasks {
  #tasks: PendingTask[]
  /** How many of them were taken. */
  #head = 0
  /** The partitions that were pushed, and not taken since. */
  readonly #pushed = new Set<number>()

  constructor(tasks: readonly PendingTask[]) {
    this.#tasks = [...tasks]
  }

  get length(): number {
    return this.#tasks.length - this.#head
  }

  /** Takes the next one. */
  shift(): PendingTask | undefined {
    const next = this.#tasks[this.#head]
    if (!next) return undefined
    this.#head++
    if (next.isAgain) this.#pushed.delete(next.partition)
    if (this.#head > slack && this.#head * 2 > this.#tasks.length) this.#set(this.#left())
    return next
  }

  /** Puts tasks before all others. */
  unshift(tasks: readonly PendingTask[]): void {
    for (const { isAgain, partition } of tasks) if (isAgain) this.#pushed.add(partition)
    if (tasks.length > this.#head) return this.#set([...tasks, ...this.#left()])
    this.#head -= tasks.length
    for (const [i, task] of tasks.entries()) this.#tasks[this.#head + i] = task
  }

  /** Adds one that was taken before, or is needed again: it comes last. */
  push(task: PendingTask): void {
    this.#pushed.add(task.partition)
    this.#tasks.push({ ...task, isAgain: true })
  }

  /** Whether a partition was pushed, and waits. */
  isPushed(partition: number): boolean {
    return this.#pushed.has(partition)
  }

  replace(tasks: readonly PendingTask[]): void {
    this.#pushed.clear()
    this.#set(tasks)
  }

  /** Takes all of them. */
  takeAll(): readonly PendingTask[] {
    const all = this.#left()
    this.replace([])
    return all
  }

  /** Which partitions there are. */
  partitions(): ReadonlySet<number> {
    return new Set(this.#left().map(({ partition }) => partition))
  }

  #set(tasks: readonly PendingTask[]): void {
    this.#tasks = [...tasks]
    this.#head = 0
  }

  #left(): readonly PendingTask[] {
    return this.#tasks.slice(this.#head)
  }
}
