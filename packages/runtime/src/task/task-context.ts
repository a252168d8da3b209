import { AtomicError, callSite, type TaskMetrics } from '@atomic-ts/core/internal'
import { currentAttempt, type Attempt } from './attempt.ts'

/**
 * What a task can know of itself. Code inside a task, and what it calls, asks `TaskContext.get()`.
 * @example
 * import { TaskContext } from '@atomic-ts/atomic'
 *
 * await ctx.range(0, 2, { partitions: 2 }).map((n) => [TaskContext.get().partitionId, n]).collect() // => [[0, 0], [1, 1]]
 */
export class TaskContext {
  readonly #attempt: Attempt

  protected constructor(attempt: Attempt) {
    this.#attempt = attempt
  }

  /**
   * The context of the task that is running.
   * @throws ATOMIC2006 in the driver, where no task is running
   * @example
   * import { TaskContext } from '@atomic-ts/atomic'
   *
   * await ctx.range(0, 2, { partitions: 2 }).map(() => TaskContext.get().partitionId).collect() // => [0, 1]
   * TaskContext.get() // throws ATOMIC2006
   */
  static get(): TaskContext {
    const found = TaskContext.find()
    if (found) return found
    throw new AtomicError('ATOMIC2006', {
      what: 'TaskContext.get() was called in the driver, where no task is running.',
      at: callSite(),
      fix: 'Call it inside a function that is given to an operator, or use TaskContext.find().',
    })
  }

  /**
   * As `get`, for code that runs in tasks and elsewhere: `undefined` in the driver.
   * @example
   * import { TaskContext } from '@atomic-ts/atomic'
   *
   * await ctx.range(0, 1, { partitions: 1 }).map(() => TaskContext.find()?.partitionId).collect() // => [0]
   * TaskContext.find() // => undefined
   */
  static find(): TaskContext | undefined {
    const attempt = currentAttempt()
    return attempt && new TaskContext(attempt)
  }

  /**
   * The partition that the task computes, from 0.
   * @example
   * import { TaskContext } from '@atomic-ts/atomic'
   *
   * const places = ctx.range(0, 4, { partitions: 2 }).map((n) => [n, TaskContext.get().partitionId])
   * await places.collectAsMap() // => new Map([[0, 0], [1, 0], [2, 1], [3, 1]])
   */
  get partitionId(): number {
    return this.#attempt.parts.task.partition
  }

  /**
   * The stage, as events name it: from 0 in each job.
   * @example
   * import { TaskContext } from '@atomic-ts/atomic'
   *
   * await ctx.range(0, 2, { partitions: 2 }).map(() => TaskContext.get().stageId).collect() // => [0, 0]
   */
  get stageId(): number {
    return this.#attempt.parts.task.stage
  }

  /**
   * The job, as events name it: from 1 in each context.
   * @example
   * import { TaskContext } from '@atomic-ts/atomic'
   *
   * const [first, again] = await ctx.range(0, 2, { partitions: 2 }).map(() => TaskContext.get().jobId).collect()
   * first === again // => true
   */
  get jobId(): number {
    return this.#attempt.parts.task.job
  }

  /**
   * How often the partition was tried before, in this stage: 0 at first.
   * @example
   * import { TaskContext } from '@atomic-ts/atomic'
   *
   * const attempts = ctx.range(0, 1, { partitions: 1 }).map(() => {
   *   const { attemptNumber } = TaskContext.get()
   *   if (attemptNumber === 0) throw new Error('no luck')
   *   return attemptNumber
   * })
   * await attempts.collect() // => [1]
   */
  get attemptNumber(): number {
    return this.#attempt.parts.task.attempt
  }

  /**
   * A number that no other attempt of the context has.
   * @example
   * import { TaskContext } from '@atomic-ts/atomic'
   *
   * const ids = await ctx.range(0, 2, { partitions: 2 }).map(() => TaskContext.get().taskAttemptId).collect()
   * new Set(ids).size // => 2
   */
  get taskAttemptId(): number {
    return this.#attempt.parts.attemptId
  }

  /**
   * The number of partitions of the stage.
   * @example
   * import { TaskContext } from '@atomic-ts/atomic'
   *
   * await ctx.range(0, 2, { partitions: 2 }).map(() => TaskContext.get().numPartitions).collect() // => [2, 2]
   */
  get numPartitions(): number {
    return this.#attempt.parts.partitions
  }

  /**
   * True once the job was cancelled: a long loop should look at it now and then, and return.
   * @example
   * import { TaskContext } from '@atomic-ts/atomic'
   *
   * const halves = ctx.range(0, 1, { partitions: 1 }).map((n) => {
   *   let x = n + 1
   *   while (x > 0.001 && !TaskContext.get().isInterrupted()) x /= 2
   *   return x
   * })
   * await halves.first() // => 1 / 1024
   */
  isInterrupted(): boolean {
    return this.#attempt.parts.isCancelled()
  }

  /**
   * True when the task is over, in code that outlives it.
   * @example
   * import { TaskContext } from '@atomic-ts/atomic'
   *
   * await ctx.range(0, 1, { partitions: 1 }).map(() => TaskContext.get().isCompleted()).first() // => false
   */
  isCompleted(): boolean {
    return this.#attempt.state !== 'running'
  }

  /**
   * True when the task is over and did not succeed.
   * @example
   * import { TaskContext } from '@atomic-ts/atomic'
   *
   * await ctx.range(0, 1, { partitions: 1 }).map(() => TaskContext.get().isFailed()).first() // => false
   */
  isFailed(): boolean {
    return this.#attempt.state === 'failed'
  }

  /**
   * What the attempt has counted of its own work so far. What it writes, it counts at its end: a completion listener
   * sees that, and so do the `taskFinished` events of `ctx.listen`.
   * @example
   * import { TaskContext } from '@atomic-ts/atomic'
   *
   * const read = ctx.range(0, 6, { partitions: 2 }).map(() => TaskContext.get().taskMetrics().inputMetrics.recordsRead)
   * await read.collect() // => [3, 3, 3, 3, 3, 3]
   */
  taskMetrics(): TaskMetrics {
    return this.#attempt.counts.metrics()
  }

  /**
   * A local property that the job had when its action was called.
   * @param name what `setLocalProperty` or `withLocalProperty` was given
   * @example
   * import { TaskContext } from '@atomic-ts/atomic'
   *
   * const tenants = ctx.range(0, 1, { partitions: 1 }).map(() => TaskContext.get().getLocalProperty('tenant'))
   * await ctx.withLocalProperty('tenant', 'acme', () => tenants.first()) // => 'acme'
   */
  getLocalProperty(name: string): string | undefined {
    const { properties } = this.#attempt.parts
    return Object.hasOwn(properties, name) ? properties[name] : undefined
  }

  /**
   * Calls a function when the task is over: done, failed or cancelled. The last one added is called first, and waited
   * for; what one throws fails the task that had succeeded.
   * @param listener may give a promise, which is waited for
   * @example
   * import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
   * import { tmpdir } from 'node:os'
   * import { TaskContext } from '@atomic-ts/atomic'
   *
   * const file = `${mkdtempSync(`${tmpdir()}/atomic-`)}/done`
   * await ctx.range(0, 3, { partitions: 1 }).foreachPartition((numbers) => {
   *   TaskContext.get().addTaskCompletionListener(({ partitionId }) => writeFileSync(file, `partition ${partitionId}`))
   *   for (const n of numbers) void n
   * })
   * readFileSync(file, 'utf8') // => 'partition 0'
   */
  addTaskCompletionListener(listener: (context: TaskContext) => unknown): this {
    this.#attempt.onCompletion(() => listener(this))
    return this
  }

  /**
   * Calls a function with the error when the task failed or was cancelled, before the completion listeners.
   * @param listener may give a promise, which is waited for
   * @example
   * import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
   * import { tmpdir } from 'node:os'
   * import { TaskContext } from '@atomic-ts/atomic'
   *
   * const file = `${mkdtempSync(`${tmpdir()}/atomic-`)}/failures`
   * await ctx.range(0, 1, { partitions: 1 }).foreach(() => {
   *   const task = TaskContext.get().addTaskFailureListener((_task, error) => writeFileSync(file, String(error)))
   *   if (task.attemptNumber === 0) throw new Error('no luck')
   * })
   * readFileSync(file, 'utf8') // => 'Error: no luck'
   */
  addTaskFailureListener(listener: (context: TaskContext, error: unknown) => unknown): this {
    this.#attempt.onFailure((error) => listener(this, error))
    return this
  }
}
