import type { PoolInfo } from '../driver/pools.ts'
import { checkTag, JobControl } from './job-control.ts'

/**
 * The part of a context that cancels jobs and tasks, and knows how jobs share slots. What is cancelled fails with
 * ATOMIC3005, and its running tasks are stopped.
 * @driverOnly
 */
export abstract class JobCancellation extends JobControl {
  /**
   * Cancels the running jobs of a group: each action fails with ATOMIC3005, and running tasks are stopped.
   * @param id what the group was set by
   * @param reason is told in the error
   * @example
   * const job = ctx.withJobGroup('crawl', () => ctx.range(10).count())
   * ctx.cancelJobGroup('crawl')
   * await job // throws ATOMIC3005
   */
  cancelJobGroup(id: string, reason?: string): void {
    this.checkRunning('cancelJobGroup')
    const why = because(`the group ${id} was cancelled`, reason)
    this.parts.driver.cancel(why, ({ group }) => group === id)
  }

  /**
   * As `cancelJobGroup`; later jobs of the group fail as well, before they begin. Of the groups that were cancelled so,
   * the last thousand are known.
   * @param id what the group was set by
   * @param reason is told in the error
   * @example
   * ctx.cancelJobGroupAndFutureJobs('delayed', 'the input is late')
   * const late = ctx.withJobGroup('delayed', () => ctx.range(3).count())
   * await late // throws ATOMIC3005
   */
  cancelJobGroupAndFutureJobs(id: string, reason?: string): void {
    this.checkRunning('cancelJobGroupAndFutureJobs')
    const why = because(`the group ${id} was cancelled, with its future jobs`, reason)
    this.parts.driver.cancelFutureJobs(id, why)
    this.parts.driver.cancel(why, ({ group }) => group === id)
  }

  /**
   * Cancels the running jobs that have a tag.
   * @param tag any text without a comma
   * @param reason is told in the error
   * @throws ATOMIC2002 when the tag is empty or has a comma
   * @example
   * const job = ctx.withJobTag('crawler', () => ctx.range(10).count())
   * ctx.cancelJobsWithTag('crawler')
   * await job // throws ATOMIC3005
   */
  cancelJobsWithTag(tag: string, reason?: string): void {
    this.checkRunning('cancelJobsWithTag')
    checkTag(tag)
    const why = because(`jobs with the tag ${tag} were cancelled`, reason)
    this.parts.driver.cancel(why, ({ tags }) => tags.includes(tag))
  }

  /**
   * Cancels every running job.
   * @example
   * const job = ctx.range(10).count()
   * ctx.cancelAllJobs()
   * await job // throws ATOMIC3005
   */
  cancelAllJobs(): void {
    this.checkRunning('cancelAllJobs')
    this.parts.driver.cancel('all jobs were cancelled', () => true)
  }

  /**
   * Cancels a job by the number that events give it; nothing happens when it is over.
   * @param id as events give it
   * @param reason is told in the error
   * @example
   * const end = ctx.listen((event) => {
   *   if (event.kind === 'jobStarted') ctx.cancelJob(event.job)
   * })
   * await ctx.range(10).count() // throws ATOMIC3005
   * end()
   */
  cancelJob(id: number, reason?: string): void {
    this.checkRunning('cancelJob')
    const why = because(`job ${id} was cancelled`, reason)
    this.parts.driver.cancel(why, (_, jobs) => jobs.some((job) => job.id === id))
  }

  /**
   * Cancels the job of a stage, by the numbers that events give them; nothing happens when the job is over. In Spark a
   * stage has one number in the whole context; here it has its job's and its own.
   * @param job as events give it
   * @param stage as events give it
   * @param reason is told in the error
   * @example
   * const end = ctx.listen((event) => {
   *   if (event.kind === 'stageStarted') ctx.cancelStage(event.job, event.stage, 'enough')
   * })
   * await ctx.range(3).count() // throws ATOMIC3005
   * end()
   */
  cancelStage(job: number, stage: number, reason?: string): void {
    this.checkRunning('cancelStage')
    const why = because(`stage ${stage} of job ${job} was cancelled`, reason)
    this.parts.driver.cancel(why, (_, jobs) => jobs.some(({ id, stages }) => id === job && stage in stages))
  }

  /**
   * Kills an attempt of a task, by the `taskId` of its `taskStarted` event, which is `taskAttemptId` inside. Its partition
   * is computed by another attempt; that it was killed counts as no failure. All tasks of a barrier stage begin again.
   * @param taskId as events give it
   * @param reason is told in the `taskKilled` event
   * @returns whether the attempt was running
   * @example
   * const end = ctx.listen((event) => {
   *   if (event.kind === 'taskStarted' && event.attempt === 0) ctx.killTaskAttempt(event.taskId)
   * })
   * await ctx.range(3).count() // => 3
   * end()
   */
  killTaskAttempt(taskId: number, reason = 'it was killed by killTaskAttempt'): boolean {
    this.checkRunning('killTaskAttempt')
    return this.parts.driver.killTask(taskId, reason)
  }

  /**
   * The pools of jobs: those in the options, those that have jobs now, and `default`. There are none unless the
   * scheduler's mode is FAIR.
   * @example
   * ctx.getAllPools() // => []
   */
  getAllPools(): readonly PoolInfo[] {
    return this.parts.driver.pools.all
  }

  /**
   * A pool that `getAllPools` gives, by its name.
   * @param name the pool's
   * @example
   * ctx.getPoolForName('default') // => undefined
   */
  getPoolForName(name: string): PoolInfo | undefined {
    return this.getAllPools().find((pool) => pool.name === name)
  }

  /**
   * How jobs that run at the same time share the slots.
   * @example
   * ctx.getSchedulingMode() // => 'FIFO'
   */
  getSchedulingMode(): 'FIFO' | 'FAIR' {
    return this.parts.driver.pools.mode
  }
}

function because(what: string, reason: string | undefined): string {
  return reason === undefined ? what : `${what}: ${reason}`
}
