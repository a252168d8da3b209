import type { AtomicError, JobListener, JobSpec } from '@atomic-ts/core/internal'
import { fromErrorRecord } from '../codec/error-record.ts'
import type { LocalStore } from './map-outputs.ts'
import type { GangMember, SchedulerCommand } from '../scheduler/scheduler-command.ts'
import type { Keeper, MovedOutputs, SchedulerEvent, TaskKey } from '../scheduler/scheduler-event.ts'
import { reduce } from '../scheduler/reduce.ts'
import { initialState, shortLines, type SchedulerOptions } from '../scheduler/scheduler-state.ts'
import type { Envelope, LossReason, Transport } from '../transport/transport.ts'
import { current } from '../scheduler/stage-state.ts'
import { attemptKey } from '../scheduler/task-key.ts'
import { holds } from '../scheduler/use-workers.ts'
import type { TaskFinished, ToDriver } from '../wire/messages.ts'
import { Attempts } from './attempts.ts'
import { Barriers } from './barriers.ts'
import { CachedPartitions, type CacheNews } from './cached-partitions.ts'
import { CancelledGroups } from './cancelled-groups.ts'
import { byPartition, type Collect } from './collected.ts'
import { findOut } from './find-out.ts'
import type { Job } from './job.ts'
import { abortError, jobFailure, lossError, refusalError, stoppedError } from './job-failure.ts'
import { cancelledError, noProperties, type JobProperties, type JobRun } from './job-properties.ts'
import { Launcher } from './launcher.ts'
import { Listeners } from './listeners.ts'
import { NewJobs, startOf } from './new-jobs.ts'
import { onAbort } from './on-abort.ts'
import { poolsOf, slotsOf, type PoolInfo } from './pools.ts'
import { scheduledJob } from './plan-job.ts'
import { runsBundle } from './programs-of.ts'
import { Results } from './results.ts'
import { Slots } from './slots.ts'
import { StageNews } from './stage-news.ts'

// Slots that belong to no other process are this one's.
const thisProcess = 0
// A killed attempt that has not stopped by then loses its slot, in milliseconds.
const killDeadline = 2000

/** What a driver is made with. */
export interface DriverOptions {
  readonly scheduling: Partial<SchedulerOptions>
  /** The folder of the files that are sent along with tasks. */
  readonly files: string
  /** How long tasks of a barrier stage wait for each other, in milliseconds. */
  readonly barrierTimeout: number
  /** The memory and the disk of workers on this machine. */
  readonly local: LocalStore
}

/** Runs jobs: feeds the scheduler with what happens, and carries out what it asks for. */
export class Driver {
  /** Which RDDs keep their partitions, and where these are. */
  readonly cached: CachedPartitions
  readonly #transport: Transport
  readonly #scheduler
  readonly #slots: Slots
  readonly #jobs = new Map<number, Job>()
  readonly #runs = new Set<JobRun>()
  readonly #cancelledGroups = new CancelledGroups()
  readonly #attempts: Attempts
  readonly #listeners = new Listeners()
  readonly #events: SchedulerEvent[] = []
  readonly #results: Results
  readonly #barriers: Barriers
  readonly #newJobs: NewJobs
  readonly #launcher: Launcher
  readonly #stageNews: StageNews
  #wake: NodeJS.Timeout | undefined
  #stopped: string | undefined

  constructor(transport: Transport, { scheduling, files, barrierTimeout, local }: DriverOptions) {
    this.#transport = transport
    this.#slots = new Slots(transport, files)
    this.#results = new Results(this.#listeners, this.#slots, local, transport)
    this.cached = new CachedPartitions(transport, this.#slots, this.#listeners)
    this.#newJobs = new NewJobs(this.#results.outputs, this.cached)
    const lines = transport.keepsLines ? shortLines : undefined
    this.#scheduler = initialState({ lines, ...scheduling })
    this.#attempts = new Attempts(1 + (lines?.most ?? 0))
    this.#barriers = new Barriers(barrierTimeout, (...answer) => this.#slots.send(...answer))
    const parts = { results: this.#results, barriers: this.#barriers, listeners: this.#listeners }
    const known = { slots: this.#slots, attempts: this.#attempts, cached: this.cached }
    this.#launcher = new Launcher({ ...parts, ...known })
    this.#stageNews = new StageNews({ ...parts, scheduler: this.#scheduler })
    transport.start({
      joined: (slot, worker) => this.#joined(slot, worker),
      received: (slot, envelope) => this.#received(slot, envelope),
      lost: (slot, reason, isLast) => this.#lost(slot, reason, isLast),
      deserted: (error) => this.#jobs.forEach((job) => this.#fail(job, error)),
      workerLost: (worker, reason) => this.#workerLost(worker, reason),
      draining: (worker) => this.#dispatch({ kind: 'workerDraining', worker }),
      adopted: (adopted) => this.#results.outputs.adopted(adopted).forEach((moved) => this.#moved(moved)),
    })
  }

  /** How many slots are up, and how many of them run a task. */
  get slots(): { readonly slots: number; readonly running: number } {
    return slotsOf(this.#scheduler)
  }

  /** Hears every event from now on; the result ends that. */
  listen(listener: JobListener): () => void {
    return this.#listeners.add(listener)
  }

  /** Runs a job to its end. Resolves to the rows of each partition. */
  run(spec: JobSpec, properties?: JobProperties): Promise<unknown[][]> {
    return this.collect(spec, byPartition, properties)
  }

  /** Runs a job to its end, and collects what its partitions give. */
  async collect<R>(spec: JobSpec, collect: Collect<R>, properties: JobProperties = noProperties): Promise<R> {
    this.checkRunning(spec)
    const { signal } = spec
    const run: JobRun = { properties, cancelled: this.#cancelledGroups.whyOf(properties.group) }
    this.#runs.add(run)
    try {
      await findOut(spec.node, this.#newJobs.findings, (job) =>
        this.#submit({ ...job, signal }, run, byPartition),
      )
      return await this.#submit(spec, run, collect)
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

  /** Fails every job and stops every slot. Later jobs are refused. */
  async stop(reason: string): Promise<void> {
    this.#stopped ??= reason
    for (const job of this.#jobs.values()) this.#end(job, cancelledError(job.spec, reason))
    this.cached.stop()
    await this.#transport.close()
  }

  /** Refuses what needs a running context, by its name. */
  checkRunning({ op, at }: Pick<JobSpec, 'op' | 'at'>): void {
    if (this.#stopped === undefined) return
    throw stoppedError(op, at, this.#stopped)
  }

  #submit<R>(spec: JobSpec, run: JobRun, collect: Collect<R>): Promise<R> {
    return new Promise((resolve, reject) => {
      this.checkRunning(spec)
      if (run.cancelled !== undefined) throw cancelledError(spec, run.cancelled)
      const { signal } = spec
      if (signal?.aborted) throw abortError(spec, signal)
      const job = this.#newJobs.plan(spec, run, this.#transport.size, { collect, resolve, reject })
      this.#jobs.set(job.id, job)
      this.#slots.keepSources(job.nodes.values())
      if (signal) job.unwatch = onAbort(signal, () => this.#fail(job, abortError(spec, signal)))
      this.#listeners.tell(startOf(job))
      if (!this.#jobs.has(job.id)) return
      this.#dispatch({
        kind: 'jobSubmitted',
        job: scheduledJob(job, this.#results.outputs, (rdd, partition) => this.cached.slotOf(rdd, partition)),
      })
    })
  }

  #joined(slot: number, worker = thisProcess): void {
    this.#slots.add(slot)
    this.cached.slotAdded(slot)
    this.#dispatch({ kind: 'slotAdded', slot, worker })
  }

  #lost(slot: number, reason: LossReason, isLast = false): void {
    const error = this.#forgetSlot(slot, reason)
    this.#dispatch({ kind: 'slotLost', slot })
    if (isLast) for (const waiting of this.#jobs.values()) this.#fail(waiting, error)
  }

  #workerLost(worker: number, reason: LossReason): void {
    for (const slot of this.#scheduler.workers.get(worker)?.slots ?? []) this.#forgetSlot(slot, reason)
    this.#results.outputs.workerLost(worker)
    this.#dispatch({ kind: 'workerLost', worker })
  }

  #moved(moved: MovedOutputs): void {
    this.#results.outputs.move(moved)
    this.#dispatch({ kind: 'outputsMoved', moved })
  }

  /** Forgets a slot that is gone. Gives the error of what it ran. */
  #forgetSlot(slot: number, reason: LossReason): AtomicError {
    this.#slots.remove(slot)
    this.cached.slotLost(slot)
    const [task] = this.#scheduler.slots.get(slot)?.tasks ?? []
    const job = task && this.#jobs.get(task.job)
    const error = lossError(reason, job?.spec.at)
    if (task && job) this.#noteError(job, task, error)
    else if (reason.kind === 'error') process.emitWarning(error)
    return error
  }

  #received(slot: number, { message, blocks }: Envelope<ToDriver>): void {
    switch (message.kind) {
      case 'ready':
        return
      case 'refused':
        this.#slots.refused(slot, message.bundle)
        for (const job of this.#jobs.values()) {
          if (runsBundle(job, message.bundle)) this.#fail(job, refusalError(message, fromErrorRecord))
        }
        return
      case 'output': {
        const { partial } = this.#jobs.get(message.task.job) ?? {}
        const key = attemptKey(message.task)
        partial?.set(key, [...(partial.get(key) ?? []), ...blocks])
        return
      }
      case 'finished':
        return this.#finished(slot, message, blocks)
      case 'stored':
      case 'copy':
      case 'unpersisted':
        return this.#noteCached(slot, message, blocks)
      case 'sync': {
        const [said = new Uint8Array(0)] = blocks
        return this.#barriers.arrived({ task: message.task, slot, call: message.call, said })
      }
      case 'failed': {
        const job = this.#jobs.get(message.task.job)
        if (job) this.#noteError(job, message.task, fromErrorRecord(message.error))
        return this.#dispatch({ kind: 'taskFailed', task: message.task, slot })
      }
      case 'fetchFailed': {
        const { error, ...missed } = message
        const job = this.#jobs.get(message.task.job)
        if (job) this.#noteError(job, message.task, fromErrorRecord(error))
        return this.#dispatch({ ...missed, slot })
      }
      case 'killed':
        return this.#dispatch({ kind: 'taskKilled', task: message.task, slot })
    }
  }

  #noteCached(slot: number, message: CacheNews, blocks: readonly Uint8Array[]): void {
    this.cached.received(slot, message, blocks)
    const { worker = thisProcess } = this.#scheduler.slots.get(slot) ?? {}
    const isCaching = this.cached.isIn(this.#scheduler.workers.get(worker)?.slots ?? [])
    this.#dispatch({ kind: 'workerCaches', worker, isCaching })
  }

  #finished(slot: number, finished: TaskFinished, blocks: readonly Uint8Array[]): void {
    const { task } = finished
    const { worker = thisProcess } = this.#scheduler.slots.get(slot) ?? {}
    const keeper = finished.isKept ? worker : 'driver'
    this.#keep(finished, blocks, keeper)
    this.#barriers.ended(task)
    this.#dispatch({ kind: 'taskFinished', task, slot, keeper })
  }

  /** Keeps what a finished attempt gave, unless it comes too late to count. */
  #keep(finished: TaskFinished, blocks: readonly Uint8Array[], keeper: Keeper): void {
    const job = this.#jobs.get(finished.task.job)
    if (!job || !current(this.#scheduler, finished.task)) return this.#results.drop(finished, blocks, keeper)
    this.#orFail(job, () => this.#results.finished(job, finished, blocks, keeper))
    if (keeper !== 'driver')
      for (const event of this.#stageNews.located(job, finished.task)) this.#dispatch(event)
  }

  /** What throws here is the fault of a job, which fails. */
  #orFail<J extends Job | undefined>(job: J, act: (job: J) => void): void {
    try {
      act(job)
    } catch (error) {
      if (job) this.#fail(job, error)
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
        return this.#launch([command])
      case 'launchGang':
        return this.#launch(command.gang, true)
      case 'kill':
        return this.#kill(command)
      case 'askBack':
        return this.#slots.send(command.slot, { kind: 'askBack' })
      case 'stageStarted':
      case 'stageFinished':
      case 'stageRestarted':
        return this.#orFail(this.#jobs.get(command.job), (job) => this.#stageNews.tell(job, command))
      case 'jobFinished': {
        const job = this.#jobs.get(command.job)
        return job && this.#end(job)
      }
      case 'jobFailed': {
        const job = this.#jobs.get(command.job)
        return job && this.#end(job, jobFailure(job, command))
      }
      case 'outputsLost':
        return this.#results.outputs.lose(command.shuffle, command.partitions)
      case 'workerDrained':
        return this.#transport.drained?.(command.worker)
      case 'requestWorkers':
        return this.#transport.provider?.request(command.total)
      case 'releaseWorker':
        return this.#transport.provider?.release(command.worker)
      case 'wake':
        clearTimeout(this.#wake)
        this.#wake = setTimeout(() => this.#dispatch({ kind: 'tick' }), command.after).unref()
        return
    }
  }

  #launch(members: readonly GangMember[], isGang = false): void {
    const job = members[0] && this.#jobs.get(members[0].task.job)
    if (!job) return members.forEach(({ task, slot }) => this.#dispatch({ kind: 'taskKilled', task, slot }))
    const gang = isGang ? this.#launcher.gang(job, members) : undefined
    for (const member of members) {
      try {
        this.#launcher.launch(job, member, gang)
      } catch (error) {
        // Nothing was sent: the job fails, and the slot is free again.
        queueMicrotask(() => {
          this.#fail(job, error)
          this.#dispatch({ kind: 'taskKilled', task: member.task, slot: member.slot })
        })
      }
    }
  }

  #kill({ task, slot, reason }: Extract<SchedulerCommand, { kind: 'kill' }>): void {
    this.#listeners.tell({ kind: 'taskKilled', ...task, reason })
    this.#slots.send(slot, { kind: 'cancel', task })
    setTimeout(() => holds(this.#scheduler, slot, task) && this.#transport.kill(slot), killDeadline).unref()
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
    this.#listeners.tell({ kind: 'jobFinished', job: job.id, ...(error !== undefined && { error }) })
    if (error !== undefined) job.reject(error)
    else job.resolve()
  }
}
