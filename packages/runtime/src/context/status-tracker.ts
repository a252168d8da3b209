import type { JobEvent, JobListener } from '@atomic-ts/core/internal'

/** What is known of a job. */
export interface JobInfo {
  /** From 1 in each context. */
  readonly id: number
  /** The action and where the user called it: `count at word-count.ts:12`. */
  readonly name: string
  /** How far it is. */
  readonly status: 'running' | 'succeeded' | 'failed'
  /** What `setJobGroup` or `withJobGroup` said. */
  readonly group: string | undefined
  /** What `setJobDescription` said. */
  readonly description: string | undefined
  /** The tags that it had when its action was called. */
  readonly tags: readonly string[]
}

/** What is known of a stage that is under way. */
export interface StageInfo {
  /** The job that it is a stage of. */
  readonly job: number
  /** From 0 in each job. */
  readonly stage: number
  /** The last verb of the stage and where the user called it. */
  readonly name: string
  /** Tasks that it has, one for each partition that must be computed. */
  readonly numTasks: number
  /** Attempts that run. */
  readonly numActiveTasks: number
  /** Tasks that are done. */
  readonly numCompletedTasks: number
  /** Attempts that failed; their partitions may have been computed since. */
  readonly numFailedTasks: number
}

/** The slots of a context. */
export interface SlotsInfo {
  /** How many are up. */
  readonly slots: number
  /** How many of them run a task. */
  readonly running: number
}

// Jobs that are over are forgotten beyond this number, the oldest first.
const keptJobs = 1000

/**
 * Answers what runs now, without waiting for anything.
 * @example
 * await ctx.withJobGroup('import', () => ctx.range(10).count()) // => 10
 * const [job = 0] = ctx.statusTracker.getJobIdsForGroup('import')
 * ctx.statusTracker.getJobInfo(job)?.status // => 'succeeded'
 */
export class StatusTracker {
  readonly #jobs = new Map<number, JobInfo>()
  readonly #stages = new Map<string, StageInfo>()
  readonly #slots: () => SlotsInfo

  constructor(listen: (listener: JobListener) => unknown, slots: () => SlotsInfo) {
    this.#slots = slots
    listen((event) => this.#note(event))
  }

  /**
   * The ids of the jobs that run, in the order in which they began.
   * @example
   * const active: number[] = []
   * const end = ctx.listen(({ kind }) => {
   *   if (kind === 'jobStarted') active.push(...ctx.statusTracker.getActiveJobIds())
   * })
   * await ctx.range(10).count() // => 10
   * end()
   * active.length // => 1
   */
  getActiveJobIds(): readonly number[] {
    return [...this.#jobs.values()].flatMap(({ id, status }) => (status === 'running' ? [id] : []))
  }

  /**
   * The ids of all jobs of a group that are known, over or not; without a group, of those that are in none.
   * @param group `undefined` for jobs that are in none
   * @example
   * const { statusTracker } = ctx
   * await ctx.withJobGroup('two jobs', () => Promise.all([ctx.range(3).count(), ctx.range(3).sum()])) // => [3, 3]
   * statusTracker.getJobIdsForGroup('two jobs').length // => 2
   */
  getJobIdsForGroup(group?: string): readonly number[] {
    return [...this.#jobs.values()].flatMap((job) => (job.group === group ? [job.id] : []))
  }

  /**
   * The ids of all jobs with a tag that are known, over or not.
   * @param tag what `addJobTag` or `withJobTag` was given
   * @example
   * await ctx.withJobTag('once', () => ctx.range(3).count()) // => 3
   * ctx.statusTracker.getJobIdsForTag('once').length // => 1
   */
  getJobIdsForTag(tag: string): readonly number[] {
    return [...this.#jobs.values()].flatMap(({ id, tags }) => (tags.includes(tag) ? [id] : []))
  }

  /**
   * What is known of a job: of one that is over, as long as it is one of the last thousand.
   * @param id as events give it
   * @example
   * await ctx.withJobGroup('a count', () => ctx.range(3).count()) // => 3
   * const [job = 0] = ctx.statusTracker.getJobIdsForGroup('a count')
   * ctx.statusTracker.getJobInfo(job)?.name.startsWith('count at ') // => true
   */
  getJobInfo(id: number): JobInfo | undefined {
    return this.#jobs.get(id)
  }

  /**
   * The stages that are under way, with counts of their tasks.
   * @example
   * const tasks: number[] = []
   * const end = ctx.listen(({ kind }) => {
   *   if (kind === 'stageStarted') tasks.push(...ctx.statusTracker.getActiveStages().map(({ numTasks }) => numTasks))
   * })
   * await ctx.range(0, 10, { partitions: 4 }).count() // => 10
   * end()
   * tasks // => [4]
   */
  getActiveStages(): readonly StageInfo[] {
    return [...this.#stages.values()]
  }

  /**
   * A stage that is under way.
   * @param job as events give it
   * @param stage as events give it, from 0 in each job
   * @example
   * const tasks: (number | undefined)[] = []
   * const end = ctx.listen((event) => {
   *   if (event.kind === 'stageStarted') tasks.push(ctx.statusTracker.getStageInfo(event.job, event.stage)?.numTasks)
   * })
   * await ctx.range(0, 10, { partitions: 4 }).count() // => 10
   * end()
   * tasks // => [4]
   */
  getStageInfo(job: number, stage: number): StageInfo | undefined {
    return this.#stages.get(`${job}.${stage}`)
  }

  /**
   * How many slots are up, and how many of them run a task.
   * @example
   * await ctx.range(10).count() // => 10
   * ctx.statusTracker.getSlotsInfo().slots > 0 // => true
   */
  getSlotsInfo(): SlotsInfo {
    return this.#slots()
  }

  #note(event: JobEvent): void {
    switch (event.kind) {
      case 'jobStarted': {
        const { job: id, op, at, group, description, tags } = event
        this.#jobs.set(id, { id, name: `${op} at ${at}`, status: 'running', group, description, tags })
        return
      }
      case 'jobFinished':
        return this.#finished(event.job, event.error === undefined ? 'succeeded' : 'failed')
      case 'stageStarted': {
        const { job, stage, name, tasks: numTasks } = event
        const counts = { numTasks, numActiveTasks: 0, numCompletedTasks: 0, numFailedTasks: 0 }
        this.#stages.set(`${job}.${stage}`, { job, stage, name, ...counts })
        return
      }
      case 'stageFinished':
        this.#stages.delete(`${event.job}.${event.stage}`)
        return
      case 'taskStarted':
        return this.#add(event, { numActiveTasks: 1 })
      case 'taskFinished':
        return this.#add(event, { numActiveTasks: -1, numCompletedTasks: 1 })
      case 'taskKilled':
        return this.#add(event, { numActiveTasks: -1 })
      case 'taskFailed':
        return this.#add(event, { numActiveTasks: -1, numFailedTasks: 1 })
      case 'blockUpdated':
      case 'rddUnpersisted':
        return
    }
  }

  #finished(id: number, status: JobInfo['status']): void {
    const job = this.#jobs.get(id)
    if (job) this.#jobs.set(id, { ...job, status })
    for (const [key, stage] of this.#stages) if (stage.job === id) this.#stages.delete(key)
    for (const [old, { status: its }] of this.#jobs) {
      if (this.#jobs.size <= keptJobs) return
      if (its !== 'running') this.#jobs.delete(old)
    }
  }

  #add({ job, stage }: { readonly job: number; readonly stage: number }, more: Partial<Counts>): void {
    const known = this.#stages.get(`${job}.${stage}`)
    if (!known) return
    const { numActiveTasks = 0, numCompletedTasks = 0, numFailedTasks = 0 } = more
    this.#stages.set(`${job}.${stage}`, {
      ...known,
      numActiveTasks: known.numActiveTasks + numActiveTasks,
      numCompletedTasks: known.numCompletedTasks + numCompletedTasks,
      numFailedTasks: known.numFailedTasks + numFailedTasks,
    })
  }
}

type Counts = Pick<StageInfo, 'numActiveTasks' | 'numCompletedTasks' | 'numFailedTasks'>
