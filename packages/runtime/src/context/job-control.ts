import { AtomicError, callSite } from '@atomic-ts/core/internal'
import { KeptRdds } from './kept-rdds.ts'
import type { ContextParts } from './shared-variables.ts'
import { StatusTracker } from './status-tracker.ts'

/**
 * The part of a context that says things about jobs. In Spark such properties belong to a thread; here
 * they hold for the actions called from now on: inside the innermost `withJobGroup`, `withJobTag` or `withLocalProperty`
 * block around the call, or else in the whole context. Blocks may run at the same time, each with its own.
 * @driverOnly
 */
export abstract class JobControl extends KeptRdds {
  /** What runs now: jobs, stages with counts of their tasks, slots. */
  readonly statusTracker: StatusTracker

  protected constructor(parts: ContextParts) {
    super(parts)
    const { driver } = parts
    this.statusTracker = new StatusTracker(
      (listener) => driver.listen(listener),
      () => driver.slots,
    )
  }

  /**
   * Puts the jobs of later actions in a group, which events show and `cancelJobGroup` cancels.
   * @param description replaces the description of jobs
   * @param id any text
   * @example
   * ctx.setJobGroup('nightly', 'the nightly report')
   * await ctx.range(10).count() // => 10
   * ctx.clearJobGroup()
   * const [job = 0] = ctx.statusTracker.getJobIdsForGroup('nightly')
   * ctx.statusTracker.getJobInfo(job)?.description // => 'the nightly report'
   */
  setJobGroup(id: string, description?: string): void {
    this.checkRunning('setJobGroup')
    Object.assign(this.parts.scope.now, { group: id, description })
  }

  /**
   * Puts the jobs of later actions in no group, and takes their description away.
   * @example
   * ctx.setJobGroup('morning')
   * ctx.clearJobGroup()
   * await ctx.range(10).count() // => 10
   * ctx.statusTracker.getJobIdsForGroup('morning') // => []
   */
  clearJobGroup(): void {
    this.checkRunning('clearJobGroup')
    Object.assign(this.parts.scope.now, { group: undefined, description: undefined })
  }

  /**
   * Runs a function; the jobs of the actions that it calls are in a group.
   * @param id any text
   * @param body a function, also an async one
   * @example
   * await ctx.withJobGroup('etl', () => ctx.range(10).count()) // => 10
   * ctx.statusTracker.getJobIdsForGroup('etl').length // => 1
   */
  withJobGroup<R>(id: string, body: () => R): R {
    this.checkRunning('withJobGroup')
    return this.parts.scope.block((own) => Object.assign(own, { group: id }), body)
  }

  /**
   * Says what the jobs of later actions are for; `undefined` says nothing.
   * @param description any text
   * @example
   * ctx.setJobDescription('counts to ten')
   * await ctx.withJobTag('described', () => ctx.range(10).count()) // => 10
   * ctx.setJobDescription(undefined)
   * const [job = 0] = ctx.statusTracker.getJobIdsForTag('described')
   * ctx.statusTracker.getJobInfo(job)?.description // => 'counts to ten'
   */
  setJobDescription(description: string | undefined): void {
    this.checkRunning('setJobDescription')
    this.parts.scope.now.description = description
  }

  /**
   * Adds a tag to the jobs of later actions.
   * @param tag any text without a comma
   * @throws ATOMIC2002 when it is empty or has a comma
   * @example
   * ctx.addJobTag('slow')
   * ctx.getJobTags() // => ['slow']
   * ctx.clearJobTags()
   * ctx.addJobTag('a,b') // throws ATOMIC2002
   */
  addJobTag(tag: string): void {
    this.checkRunning('addJobTag')
    this.parts.scope.now.tags.add(checkTag(tag))
  }

  /**
   * Takes a tag away from the jobs of later actions.
   * @param tag any text without a comma
   * @throws ATOMIC2002 when it is empty or has a comma
   * @example
   * ctx.addJobTag('slow')
   * ctx.removeJobTag('slow')
   * ctx.getJobTags() // => []
   */
  removeJobTag(tag: string): void {
    this.checkRunning('removeJobTag')
    this.parts.scope.now.tags.delete(checkTag(tag))
  }

  /**
   * The tags of later jobs, in the order in which they were added.
   * @example
   * ctx.withJobTag('slow', () => ctx.withJobTag('nightly', () => ctx.getJobTags())) // => ['slow', 'nightly']
   */
  getJobTags(): readonly string[] {
    return [...this.parts.scope.now.tags]
  }

  /**
   * Takes all tags away from the jobs of later actions.
   * @example
   * ctx.addJobTag('slow')
   * ctx.clearJobTags()
   * ctx.getJobTags() // => []
   */
  clearJobTags(): void {
    this.checkRunning('clearJobTags')
    this.parts.scope.now.tags.clear()
  }

  /**
   * Runs a function; the jobs of the actions that it calls have one more tag.
   * @param tag any text without a comma
   * @param body a function, also an async one
   * @throws ATOMIC2002 when the tag is empty or has a comma
   * @example
   * await ctx.withJobTag('report', () => ctx.range(10).count()) // => 10
   * ctx.statusTracker.getJobIdsForTag('report').length // => 1
   */
  withJobTag<R>(tag: string, body: () => R): R {
    this.checkRunning('withJobTag')
    checkTag(tag)
    return this.parts.scope.block(({ tags }) => tags.add(tag), body)
  }

  /**
   * Sets a property that tasks of later actions can read; `undefined` removes it. `atomic.scheduler.pool` chooses the
   * pool in which jobs run.
   * @param name any text
   * @param value any text, or `undefined`
   * @example
   * import { TaskContext } from '@atomic-ts/atomic'
   *
   * ctx.setLocalProperty('tenant', 'acme')
   * await ctx.range(0, 1, { partitions: 1 }).map(() => TaskContext.get().getLocalProperty('tenant')).collect() // => ['acme']
   * ctx.setLocalProperty('tenant', undefined)
   */
  setLocalProperty(name: string, value: string | undefined): void {
    this.checkRunning('setLocalProperty')
    const { local } = this.parts.scope.now
    if (value === undefined) local.delete(name)
    else local.set(name, value)
  }

  /**
   * The property that jobs of later actions have; `undefined` when it is not set.
   * @param name what it was set by
   * @example
   * ctx.withLocalProperty('tenant', 'acme', () => ctx.getLocalProperty('tenant')) // => 'acme'
   * ctx.getLocalProperty('tenant') // => undefined
   */
  getLocalProperty(name: string): string | undefined {
    return this.parts.scope.now.local.get(name)
  }

  /**
   * Runs a function; the jobs of the actions that it calls have a property.
   * @param name any text
   * @param value any text
   * @param body a function, also an async one
   * @example
   * await ctx.withLocalProperty('atomic.scheduler.pool', 'reports', () => ctx.range(10).count()) // => 10
   */
  withLocalProperty<R>(name: string, value: string, body: () => R): R {
    this.checkRunning('withLocalProperty')
    return this.parts.scope.block(({ local }) => local.set(name, value), body)
  }
}

/** Refuses what cannot be a tag. */
export function checkTag(tag: string): string {
  if (tag !== '' && !tag.includes(',')) return tag
  throw new AtomicError('ATOMIC2002', {
    what: `${JSON.stringify(tag)} cannot be a job tag: it must not be empty, nor have a comma in it.`,
    at: callSite(),
  })
}
