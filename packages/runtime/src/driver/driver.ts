import { AtomicError } from '@atomic-ts/core/internal'
import type { JobListener, JobSpec, Node } from '@atomic-ts/core/internal'
import { fromErrorRecord } from '../codec/error-record.ts'
import type { MemoryBudget } from '../memory/memory-budget.ts'
import type { GangMember, SchedulerCommand } from '../scheduler/scheduler-command.ts'
import type { SchedulerEvent, TaskKey } from '../scheduler/scheduler-event.ts'
import { reduce } from '../scheduler/reduce.ts'
import { initialState, type SchedulerOptions } from '../scheduler/scheduler-state.ts'
import type { Envelope, LossReason, Transport } from '../transport/transport.ts'
import { current } from '../scheduler/stage-state.ts'
import type { GangLaunch, TaskFinished, ToDriver } from '../wire/messages.ts'
import { Attempts } from './attempts.ts'
import { Barriers } from './barriers.ts'
import { CachedPartitions } from './cached-partitions.ts'
import { CancelledGroups } from './cancelled-groups.ts'
import { findOut } from './find-out.ts'
import { gangLaunch } from './gang-launch.ts'
import { attemptKey, resultsOf, stageOf, type Job } from './job.ts'
import { abortError, lossError, refusalError, taskFailure } from './job-failure.ts'
import { cancelledError, noProperties, type JobProperties, type JobRun } from './job-properties.ts'
import { launchMessage } from './launch-message.ts'
import { Listeners } from './listeners.ts'
import { NewJobs, startOf } from './new-jobs.ts'
import { outputOf } from './map-outputs.ts'
import { onAbort } from './on-abort.ts'
import { poolsOf, type PoolInfo } from './pools.ts'
import { scheduledJob } from './plan-job.ts'
import { programsOf } from './programs-of.ts'
import { Results } from './results.ts'
import { Slots } from './slots.ts'

// A killed attempt that has not stopped by then loses its slot, in milliseconds.
const killDeadline = 2000

/** What a driver is made with. */
export interface DriverOptions {
  readonly scheduling: Partial<SchedulerOptions>
  /** The folder of the files that are sent along with tasks. */
  readonly files: string
  /** How long tasks of a barrier stage wait for each other, in milliseconds. */
  readonly barrierTimeout: number
  /** The memory of the workers on this machine. */
  readonly budget: MemoryBudget
}

/** Runs jobs: feeds the scheduler with what happens, and carries out what it asks for. */
export class Driver {
  readonly #transport: Transport
  readonly #scheduler
  readonly #slots: Slots
  readonly #jobs = new Map<number, Job>()
  readonly #cached = new CachedPartitions()
  readonly #runs = new Set<JobRun>()
  readonly #cancelledGroups = new CancelledGroups()
  readonly #attempts = new Attempts()
  readonly #listeners = new Listeners()
  readonly #events: SchedulerEvent[] = []
  readonly #results: Results
  readonly #barriers: Barriers
  readonly #newJobs: NewJobs
  #keepAlive: NodeJS.Timeout | undefined
  #wake: NodeJS.Timeout | undefined
  #stopped: string | undefined

  constructor(transport: Transport, { scheduling, files, barrierTimeout, budget }: DriverOptions) {
    this.#transport = transport
    this.#results = new Results(this.#listeners, budget)
    this.#newJobs = new NewJobs(this.#results.outputs, this.#cached)
    this.#slots = new Slots(transport, files)
    this.#scheduler = initialState(scheduling)
    this.#barriers = new Barriers(barrierTimeout, (slot, message, blocks) =>
      this.#slots.send(slot, message, blocks),
    )
    transport.start({
      joined: (slot) => this.#joined(slot),
      received: (slot, envelope) => this.#received(slot, envelope),
      lost: (slot, reason, isLast) => this.#lost(slot, reason, isLast),
      deserted: (error) => [...this.#jobs.values()].forEach((job) => this.#fail(job, error)),
    })
  }

  /** Cached partitions: which RDDs keep theirs, and where they are. */
  get cached(): CachedPartitions {
    return this.#cached
  }

  /** How many slots are up, and how many of them run a task. */
  get slots(): { readonly slots: number; readonly running: number } {
    const { slots, free } = this.#scheduler
    return { slots: slots.size, running: slots.size - free.size }
  }

  /** Hears every event from now on; the result ends that. */
  listen(listener: JobListener): () => void {
    return this.#listeners.add(listener)
  }

  /** Runs a job to its end. */
  async run(spec: JobSpec, properties: JobProperties = noProperties): Promise<unknown[][]> {
    this.checkRunning(spec)
    const { signal } = spec
    const run: JobRun = { properties, cancelled: this.#cancelledGroups.whyOf(properties.group) }
    this.#runs.add(run)
    try {
      await findOut(spec.node, this.#newJobs.findings, (job) => this.#submit({ ...job, signal }, run))
      return await this.#submit(spec, run)
    } finally {
      this.#runs.delete(run)
    }
  }

  /** The pools of jobs, and how they share slots. */
  get pools(): { readonly mode: 'FIFO' | 'FAIR'; readonly all: readonly PoolInfo[] } {
    const mode = this.#scheduler.options.mode === 'fifo' ? 'FIFO' : 'FAIR'
    return { mode, all: poolsOf(this.#scheduler) }
  }

  /** Refuses the jobs of a group from now on. */
  cancelFutureJobs(group: string, why: string): void {
    this.#cancelledGroups.add(group, why)
  }

  /** Gives up an attempt that runs, and has its partition computed again. False when it runs no more. */
  killTask(id: number, reason: string): boolean {
    const task = this.#attempts.take(id)
    if (!task || !current(this.#scheduler, task)) return false
    this.#dispatch({ kind: 'taskUnwanted', task, reason })
    return true
  }

  /** Cancels the actions that a test accepts: it is given what is known of each, and its running jobs. */
  cancel(why: string, accepts: (properties: JobProperties, jobs: readonly Job[]) => boolean): void {
    for (const run of this.#runs) {
      const jobs = [...this.#jobs.values()].filter((job) => job.run === run)
      if (!accepts(run.properties, jobs)) continue
      run.cancelled = why
      for (const job of jobs) this.#fail(job, cancelledError(job.spec, why))
    }
  }

  /** Makes every slot forget a broadcast. */
  forgetBroadcast(id: number): void {
    this.#slots.forgetBroadcast(id)
  }

  /** Makes every slot forget the partitions of an RDD. */
  unpersist(node: Node): void {
    this.#cached.forget(node)
    this.#slots.sendAll({ kind: 'unpersist', rdd: node.id })
  }

  /** Fails every job and stops every slot. Later jobs are refused. */
  async stop(reason: string): Promise<void> {
    this.#stopped ??= reason
    for (const job of this.#jobs.values()) this.#end(job, cancelledError(job.spec, reason))
    await this.#transport.close()
  }

  /** Refuses what needs a running context, by its name. */
  checkRunning({ op, at }: Pick<JobSpec, 'op' | 'at'>): void {
    if (this.#stopped === undefined) return
    throw new AtomicError('ATOMIC2001', {
      what: `${op} needs a running context, but this one is stopped: ${this.#stopped}.`,
      at,
      fix: 'Await every action before the context is stopped or goes out of scope.',
    })
  }

  #submit(spec: JobSpec, run: JobRun): Promise<unknown[][]> {
    return new Promise((resolve, reject) => {
      this.checkRunning(spec)
      if (run.cancelled !== undefined) throw cancelledError(spec, run.cancelled)
      const { signal } = spec
      if (signal?.aborted) throw abortError(spec, signal)
      const job = this.#newJobs.plan(spec, run, this.#transport.size, { resolve, reject })
      this.#jobs.set(job.id, job)
      if (signal) job.unwatch = onAbort(signal, () => this.#fail(job, abortError(spec, signal)))
      this.#keepAlive ??= setInterval(() => undefined, 1 << 30)
      this.#listeners.tell(startOf(job))
      if (!this.#jobs.has(job.id)) return
      this.#dispatch({
        kind: 'jobSubmitted',
        job: scheduledJob(job, (rdd, partition) => this.#cached.slotOf(rdd, partition)),
      })
    })
  }

  #joined(slot: number): void {
    this.#slots.add(slot)
    this.#dispatch({ kind: 'slotAdded', slot })
  }

  #lost(slot: number, reason: LossReason, isLast = false): void {
    this.#slots.remove(slot)
    this.#cached.slotLost(slot)
    const task = this.#scheduler.slots.get(slot)
    const job = task && this.#jobs.get(task.job)
    const error = lossError(reason, job?.spec.at)
    if (task && job) this.#noteError(job, task, error)
    else if (reason.kind === 'error') process.emitWarning(error)
    this.#dispatch({ kind: 'slotLost', slot })
    if (isLast) for (const waiting of this.#jobs.values()) this.#fail(waiting, error)
  }

  #received(slot: number, { message, blocks }: Envelope<ToDriver>): void {
    switch (message.kind) {
      case 'ready':
        return
      case 'refused':
        this.#slots.refused(slot, message.bundle)
        for (const job of this.#jobs.values()) {
          const isOurs = job.stages.some(({ stage }) =>
            programsOf(stage).some(({ bundle }) => bundle === message.bundle),
          )
          if (isOurs) this.#fail(job, refusalError(message, fromErrorRecord))
        }
        return
      case 'output': {
        const { partial } = this.#jobs.get(message.task.job) ?? {}
        const key = attemptKey(message.task)
        partial?.set(key, [...(partial.get(key) ?? []), ...blocks])
        return
      }
      case 'finished':
        this.#finished(message, blocks)
        this.#barriers.ended(message.task)
        for (const { rdd, partition } of message.cached) this.#cached.put(rdd, partition, slot)
        return this.#dispatch({ kind: 'taskFinished', task: message.task, slot })
      case 'sync': {
        const [said = new Uint8Array(0)] = blocks
        return this.#barriers.arrived({ task: message.task, slot, call: message.call, said })
      }
      case 'failed': {
        const job = this.#jobs.get(message.task.job)
        if (job) this.#noteError(job, message.task, fromErrorRecord(message.error))
        return this.#dispatch({ kind: 'taskFailed', task: message.task, slot })
      }
      case 'killed':
        return this.#dispatch({ kind: 'taskKilled', task: message.task, slot })
    }
  }

  /** Keeps what a finished attempt gave, unless it comes too late to count. */
  #finished(finished: TaskFinished, blocks: readonly Uint8Array[]): void {
    const job = this.#jobs.get(finished.task.job)
    if (!job || !current(this.#scheduler, finished.task)) {
      return this.#results.outputs.drop(outputOf(finished, blocks))
    }
    try {
      this.#results.finished(job, finished, blocks)
    } catch (error) {
      this.#fail(job, error)
    }
  }

  #noteError(job: Job, task: TaskKey, error: unknown): void {
    if (!current(this.#scheduler, task)) return
    job.errors.set(`${task.stage}.${task.partition}`, error)
    job.partial.delete(attemptKey(task))
    const { stage, partition, attempt } = task
    this.#listeners.tell({ kind: 'taskFailed', job: job.id, stage, partition, attempt, error })
  }

  /** Listeners may cause events while commands are carried out: theirs wait until that is done. */
  #dispatch(event: SchedulerEvent): void {
    if (this.#events.push(event) > 1) return
    try {
      for (const next of this.#events) {
        for (const command of reduce(this.#scheduler, next, performance.now())) this.#perform(command)
      }
    } finally {
      this.#events.length = 0
    }
  }

  #perform(command: SchedulerCommand): void {
    switch (command.kind) {
      case 'launch':
        return this.#launch(command.task, command.slot)
      case 'launchGang':
        return this.#launchGang(command.gang)
      case 'kill':
        return this.#kill(command)
      case 'stageStarted': {
        const job = this.#jobs.get(command.job)
        const started = job?.stages[command.stage]
        if (started) this.#listeners.tell({ ...command, name: started.name, tasks: started.missing.length })
        return
      }
      case 'stageFinished':
        return this.#stageFinished(command.job, command.stage)
      case 'stageRestarted': {
        const job = this.#jobs.get(command.job)
        if (job) this.#results.stageRestarted(job, command.stage)
        return this.#barriers.forget(command.job, command.stage)
      }
      case 'jobFinished': {
        const job = this.#jobs.get(command.job)
        if (job) this.#end(job)
        return
      }
      case 'jobFailed': {
        const job = this.#jobs.get(command.job)
        if (!job) return
        const cause = job.errors.get(`${command.task.stage}.${command.task.partition}`)
        const { name: stageName, stage } = stageOf(job, command.task)
        const { task, why, times } = command
        return this.#end(job, taskFailure({ task, stageName, times, isBarrier: stage.isBarrier }, why, cause))
      }
      case 'wake':
        clearTimeout(this.#wake)
        this.#wake = setTimeout(() => this.#dispatch({ kind: 'tick' }), command.after).unref()
        return
    }
  }

  #stageFinished(id: number, stage: number): void {
    const job = this.#jobs.get(id)
    this.#barriers.forget(id, stage)
    try {
      if (job) this.#results.stageFinished(job, stage)
      this.#listeners.tell({ kind: 'stageFinished', job: id, stage })
    } catch (error) {
      if (job) this.#fail(job, error)
    }
  }

  #launchGang(gang: readonly GangMember[]): void {
    const [first] = gang
    const job = first && this.#jobs.get(first.task.job)
    if (!job) return gang.forEach(({ task, slot }) => this.#dispatch({ kind: 'taskKilled', task, slot }))
    const { stage } = stageOf(job, first.task)
    const launch = gangLaunch(stage, gang, (rdd, partition) => this.#cached.slotOf(rdd, partition))
    this.#barriers.start(gang)
    for (const { task, slot } of gang) this.#launch(task, slot, launch)
  }

  #launch(task: TaskKey, slot: number, gang?: GangLaunch): void {
    const job = this.#jobs.get(task.job)
    if (!job) return this.#dispatch({ kind: 'taskKilled', task, slot })
    try {
      const { stage, program } = stageOf(job, task)
      this.#slots.prepare(slot, program, stage)
      const blocks: Uint8Array[] = []
      const taskId = this.#attempts.start(slot, task)
      const message = launchMessage(job, task, taskId, this.#results.outputs, blocks, gang)
      this.#slots.send(slot, message, blocks)
      this.#listeners.tell({ kind: 'taskStarted', ...task, taskId })
    } catch (error) {
      // Nothing was sent: the job fails, and the slot is free again.
      queueMicrotask(() => {
        this.#fail(job, error)
        this.#dispatch({ kind: 'taskKilled', task, slot })
      })
    }
  }

  #kill({ task, slot, reason }: Extract<SchedulerCommand, { kind: 'kill' }>): void {
    this.#listeners.tell({ kind: 'taskKilled', ...task, reason })
    this.#slots.send(slot, { kind: 'cancel', task })
    const isStillThere = (): boolean => {
      const held = this.#scheduler.slots.get(slot)
      return held !== undefined && attemptKey(held) === attemptKey(task)
    }
    setTimeout(() => isStillThere() && this.#transport.kill(slot), killDeadline).unref()
  }

  /** Ends a job for a reason that the scheduler does not know. */
  #fail(job: Job, error: unknown): void {
    if (this.#jobs.has(job.id)) this.#end(job, error)
  }

  #end(job: Job, error?: unknown): void {
    this.#jobs.delete(job.id)
    this.#barriers.forget(job.id)
    job.unwatch?.()
    this.#dispatch({ kind: 'jobCancelled', job: job.id })
    for (const { program } of job.stages) this.#slots.forget(program)
    if (this.#jobs.size === 0) {
      clearInterval(this.#keepAlive)
      this.#keepAlive = undefined
    }
    this.#listeners.tell(
      error === undefined
        ? { kind: 'jobFinished', job: job.id }
        : { kind: 'jobFinished', job: job.id, error },
    )
    if (error !== undefined) job.reject(error)
    else job.resolve(resultsOf(job))
  }
}
