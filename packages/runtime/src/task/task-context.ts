import { AtomicError, callSite } from '@atomic-ts/core/internal'
import { currentAttempt, type Attempt } from './attempt.ts'

/**
 * What a task can know of itself. Code inside a task, and what it calls, asks `TaskContext.get()`.
 * @example rdd.map((x) => [TaskContext.get().partitionId, x])
 */
export class TaskContext {
  readonly #attempt: Attempt

  protected constructor(attempt: Attempt) {
    this.#attempt = attempt
  }

  /**
   * The context of the task that is running.
   * @throws ATOMIC2006 in the driver, where no task is running
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

  /** As `get`, for code that runs in tasks and elsewhere: `undefined` in the driver. */
  static find(): TaskContext | undefined {
    const attempt = currentAttempt()
    return attempt && new TaskContext(attempt)
  }

  /** The partition that the task computes, from 0. */
  get partitionId(): number {
    return this.#attempt.parts.task.partition
  }

  /** The stage, as events name it: from 0 in each job. */
  get stageId(): number {
    return this.#attempt.parts.task.stage
  }

  /** The job, as events name it: from 1 in each context. */
  get jobId(): number {
    return this.#attempt.parts.task.job
  }

  /** How often the partition was tried before, in this stage: 0 at first. */
  get attemptNumber(): number {
    return this.#attempt.parts.task.attempt
  }

  /** A number that no other attempt of the context has. */
  get taskAttemptId(): number {
    return this.#attempt.parts.attemptId
  }

  /** The number of partitions of the stage. */
  get numPartitions(): number {
    return this.#attempt.parts.partitions
  }

  /** True once the job was cancelled: a long loop should look at it now and then, and return. */
  isInterrupted(): boolean {
    return this.#attempt.parts.isCancelled()
  }

  /** True when the task is over, in code that outlives it. */
  isCompleted(): boolean {
    return this.#attempt.state !== 'running'
  }

  /** True when the task is over and did not succeed. */
  isFailed(): boolean {
    return this.#attempt.state === 'failed'
  }

  /** A local property that the job had when its action was called. */
  getLocalProperty(name: string): string | undefined {
    const { properties } = this.#attempt.parts
    return Object.hasOwn(properties, name) ? properties[name] : undefined
  }

  /**
   * Calls a function when the task is over: done, failed or cancelled. The last one added is called first, and waited
   * for; what one throws fails the task that had succeeded.
   */
  addTaskCompletionListener(listener: (context: TaskContext) => unknown): this {
    this.#attempt.onCompletion(() => listener(this))
    return this
  }

  /** Calls a function with the error when the task failed or was cancelled, before the completion listeners. */
  addTaskFailureListener(listener: (context: TaskContext, error: unknown) => unknown): this {
    this.#attempt.onFailure((error) => listener(this, error))
    return this
  }
}
