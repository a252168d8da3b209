import type { GangMember } from '../scheduler/scheduler-command.ts'
import type { TaskKey } from '../scheduler/scheduler-event.ts'
import type { SyncCall, Synced } from '../wire/messages.ts'
import { attemptKey } from '../scheduler/task-key.ts'

type Answer = (slot: number, message: Synced, blocks: readonly Uint8Array[]) => void

interface Waiting {
  readonly task: TaskKey
  readonly slot: number
  readonly call: SyncCall
  readonly said: Uint8Array
}

/** The tasks of a barrier stage that run at the same time. */
interface Gang {
  readonly attempts: ReadonlySet<string>
  /** Tasks that have called, by partition. */
  readonly waiting: Map<number, Waiting>
  /** Partitions whose tasks are over. */
  readonly ended: number[]
  /** Why they cannot meet any more. */
  problem: string | undefined
  timer: NodeJS.Timeout | undefined
}

/** Where the tasks of barrier stages meet: a call is answered when every task has made it. */
export class Barriers {
  readonly #gangs = new Map<string, Gang>()
  readonly #answer: Answer
  readonly #timeout: number

  /** @param timeout how long the first that calls waits for the last, in milliseconds */
  constructor(timeout: number, answer: Answer) {
    this.#timeout = timeout
    this.#answer = answer
  }

  /** Tasks are launched that may meet; those of an attempt before can no longer. */
  start(members: readonly GangMember[]): void {
    const [first] = members
    if (!first) return
    this.forget(first.task.job, first.task.stage)
    const attempts = new Set(members.map(({ task }) => attemptKey(task)))
    const gang = { attempts, waiting: new Map(), ended: [], problem: undefined, timer: undefined }
    this.#gangs.set(gangKey(first.task), gang)
  }

  /** A task has called, and waits for the others. */
  arrived(each: Waiting): void {
    const { task, call } = each
    const gang = this.#gangOf(task)
    if (!gang) return
    const [other] = gang.waiting.values()
    gang.waiting.set(task.partition, each)
    const [gone] = gang.ended
    if (gang.problem !== undefined) this.#give(gang, gang.problem)
    else if (gone !== undefined) this.#give(gang, endedText(gone, each))
    else if (other && other.call !== call) {
      const text = `The task of partition ${task.partition} called ${call}() while that of partition ${other.task.partition} was waiting in ${other.call}().`
      this.#give(gang, text)
    } else if (gang.waiting.size === gang.attempts.size) this.#give(gang)
    else if (!other) this.#watch(gang, call, performance.now() + this.#timeout)
  }

  /** A task is over: nobody can wait for it any more. */
  ended(task: TaskKey): void {
    const gang = this.#gangOf(task)
    if (!gang) return
    gang.ended.push(task.partition)
    const [other] = gang.waiting.values()
    if (other) this.#give(gang, endedText(task.partition, other))
  }

  /** The tasks of a stage are over, or given up. */
  forget(job: number, stage?: number): void {
    for (const [key, { timer }] of this.#gangs) {
      if (stage === undefined ? !key.startsWith(`${job}.`) : key !== gangKey({ job, stage })) continue
      clearTimeout(timer)
      this.#gangs.delete(key)
    }
  }

  #gangOf(task: TaskKey): Gang | undefined {
    const gang = this.#gangs.get(gangKey(task))
    return gang?.attempts.has(attemptKey(task)) ? gang : undefined
  }

  /** Ends the wait of all that wait: with what everybody said, or with what is wrong. */
  #give(gang: Gang, problem?: string): void {
    clearTimeout(gang.timer)
    gang.problem = problem
    const waiting = [...gang.waiting.values()].toSorted((a, b) => a.task.partition - b.task.partition)
    gang.waiting.clear()
    const said = problem === undefined ? waiting.map((each) => each.said) : []
    for (const { task, slot } of waiting) {
      this.#answer(slot, { kind: 'synced', task, ...(problem !== undefined && { problem }) }, said)
    }
  }

  #watch(gang: Gang, call: SyncCall, deadline: number): void {
    const left = deadline - performance.now()
    const wait = Math.min(Math.max(left, 0), longestTimer)
    gang.timer = setTimeout(() => {
      if (performance.now() < deadline) return this.#watch(gang, call, deadline)
      const { waiting, attempts } = gang
      const text = `Only ${waiting.size} of ${attempts.size} tasks called ${call}() within ${this.#timeout} ms.`
      this.#give(gang, text)
    }, wait).unref()
  }
}

// Timers know no longer wait, in milliseconds.
const longestTimer = 2 ** 31 - 1

function gangKey({ job, stage }: Pick<TaskKey, 'job' | 'stage'>): string {
  return `${job}.${stage}`
}

function endedText(gone: number, { task, call }: Waiting): string {
  return `The task of partition ${gone} ended without the ${call}() that the task of partition ${task.partition} called.`
}
