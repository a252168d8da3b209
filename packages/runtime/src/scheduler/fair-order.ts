import type { JobState, PoolOptions, SchedulerState } from './scheduler-state.ts'

const noOptions: PoolOptions = { weight: 1, minShare: 0, mode: 'fifo' }

/** Something that shares slots with others of its kind: a pool, or a job in it. */
interface Sharer extends Pick<PoolOptions, 'weight' | 'minShare'> {
  readonly running: number
}

interface Pool extends Sharer {
  readonly name: string
  readonly jobs: readonly JobState[]
}

/** The jobs in the order in which they deserve the next slot, as Spark's fair scheduler has it. */
export function fairOrder({ jobs, options }: SchedulerState): readonly JobState[] {
  const pools = new Map<string, JobState[]>()
  for (const job of jobs.values()) {
    const known = pools.get(job.pool)
    if (known) known.push(job)
    else pools.set(job.pool, [job])
  }
  const sharers = [...pools].map(([name, members]): Pool => {
    const running = members.reduce((sum, job) => sum + runningOf(job), 0)
    return { ...noOptions, ...options.pools[name], name, jobs: members, running }
  })
  sharers.sort((a, b) => compare(a, b) || (a.name < b.name ? -1 : 1))
  return sharers.flatMap(({ name, jobs: members }) => inPool(members, options.pools[name] ?? noOptions))
}

function inPool(jobs: readonly JobState[], { mode }: PoolOptions): readonly JobState[] {
  if (mode === 'fifo') return jobs
  // A stable sort: of jobs that have as much, the one that came first.
  return jobs.toSorted((a, b) => runningOf(a) - runningOf(b))
}

/** Those below their minimum first, by the part of it that they have; then by slots for each unit of weight. */
function compare(a: Sharer, b: Sharer): number {
  const [isNeedy, isOtherNeedy] = [a.running < a.minShare, b.running < b.minShare]
  if (isNeedy !== isOtherNeedy) return isNeedy ? -1 : 1
  if (isNeedy) return a.running / a.minShare - b.running / b.minShare
  return a.running / a.weight - b.running / b.weight
}

function runningOf({ stages }: JobState): number {
  let running = 0
  for (const stage of stages.values()) {
    for (const attempts of stage.running.values()) running += attempts.length
  }
  return running
}
