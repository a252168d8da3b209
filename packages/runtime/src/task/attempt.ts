import { AsyncLocalStorage } from 'node:async_hooks'
import type { AnyFunction, TaskRef } from '@atomic-ts/core/internal'
import type { SyncResult } from '../executor/sync-point.ts'
import type { TaskKey } from '../scheduler/scheduler-event.ts'
import type { SyncCall } from '../wire/messages.ts'
import { TaskCounts } from './task-counts.ts'

/** What an attempt gets from the executor that runs it. */
export interface AttemptParts {
  readonly task: TaskKey
  /** Unique in the context. */
  readonly attemptId: number
  /** Number of tasks of the stage. */
  readonly partitions: number
  /** Local properties of the job. */
  readonly properties: Readonly<Record<string, string>>
  /** The folder of the files that were sent along. */
  readonly files: string | undefined
  /** The other tasks of a barrier stage. */
  readonly gang: GangParts | undefined
  /** True once the driver wants this attempt gone. */
  isCancelled(): boolean
  resolve(task: TaskRef): AnyFunction
  /** The value of a broadcast that was sent to this worker. */
  broadcast(id: number): unknown
}

/** What an attempt in a barrier stage has of the others. */
export interface GangParts {
  /** The slot of each partition. */
  readonly slots: readonly number[]
  /** Waits until every task of the stage has called, and gives what each said. */
  sync(call: SyncCall, said: Uint8Array): Promise<SyncResult>
}

type CompletionListener = () => unknown
type FailureListener = (error: unknown) => unknown

/** One attempt at a task while it runs: what code inside the task can ask for, and what it leaves behind. */
export class Attempt {
  readonly parts: AttemptParts
  /** What the attempt added to accumulators, by their id. */
  readonly sums: Map<number, { readonly name: string; sum: unknown }> = new Map()
  readonly counts: TaskCounts = new TaskCounts()
  readonly #completions: CompletionListener[] = []
  readonly #failures: FailureListener[] = []
  #state: 'running' | 'completed' | 'failed' = 'running'
  #error: unknown
  #isOpen = true

  constructor(parts: AttemptParts) {
    this.parts = parts
  }

  get state(): 'running' | 'completed' | 'failed' {
    return this.#state
  }

  /** True until the last listener is done: what is added to accumulators counts until then. */
  get isOpen(): boolean {
    return this.#isOpen
  }

  /** Runs the task; then its listeners, whatever became of it. */
  async run<R>(body: () => Promise<R>): Promise<R> {
    return attempts.run(this, async () => {
      try {
        const result = await body()
        await this.#end()
        return result
      } catch (error) {
        if (this.#state === 'running') await this.#end({ error })
        throw error
      } finally {
        this.#isOpen = false
        this.counts.end()
      }
    })
  }

  onCompletion(listener: CompletionListener): void {
    if (this.#state === 'running') this.#completions.push(listener)
    else listener()
  }

  onFailure(listener: FailureListener): void {
    if (this.#state === 'running') this.#failures.push(listener)
    else if (this.#state === 'failed') listener(this.#error)
  }

  /** Calls every listener, the last one first, and throws the first error that one of them threw. */
  async #end(failure?: { readonly error: unknown }): Promise<void> {
    this.#state = failure ? 'failed' : 'completed'
    this.#error = failure?.error
    const thrown: unknown[] = []
    if (failure) for (const each of this.#failures.toReversed()) await call(() => each(failure.error))
    for (const each of this.#completions.toReversed()) await call(each)
    // The task's own error says more than that of a listener.
    if (thrown.length > 0 && !failure) throw thrown[0]

    async function call(listener: () => unknown): Promise<void> {
      try {
        await listener()
      } catch (error) {
        thrown.push(error)
      }
    }
  }
}

const attempts = new AsyncLocalStorage<Attempt>()

/** The attempt that the calling code is part of; `undefined` in the driver. */
export function currentAttempt(): Attempt | undefined {
  return attempts.getStore()
}
