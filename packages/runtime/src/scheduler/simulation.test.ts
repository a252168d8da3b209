import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { doomed, doomedGang } from '../../fixtures/simulation/jobs.ts'
import { kinds, Simulation, type Move } from '../../fixtures/simulation/simulation.ts'
import type { FailureKind } from './scheduler-command.ts'
import type { ScheduledJob, ScheduledStage } from './scheduler-event.ts'

test('every job finishes when its tasks fail, and lose slots and inputs, less often than they may', () => {
  fc.assert(
    fc.property(limits, jobs, moves, (options, submitted, schedule) => {
      const outcomes = new Simulation(options, submitted).run(schedule)
      for (const outcome of outcomes.values()) expect(['finished', 'cancelled']).toContain(outcome)
    }),
    { numRuns: 1000 },
  )
})

test('a job fails when one of its tasks fails, or loses its slot or inputs, every time; others finish', () => {
  fc.assert(
    fc.property(limits, jobs, moves, doom, fc.boolean(), (options, submitted, schedule, why, isGang) => {
      const outcomes = new Simulation(options, [...submitted, isGang ? doomedGang : doomed], why).run(
        schedule,
      )
      for (const [job, outcome] of outcomes) {
        expect([job === doomed.id ? why : 'finished', 'cancelled']).toContain(outcome)
      }
    }),
    { numRuns: 1000 },
  )
})

const limit = fc.integer({ min: 1, max: 4 })
const budgets = { maxFailures: limit, maxLosses: limit, maxFetchFailures: limit }
const mode = fc.constantFrom('fifo' as const, 'fair' as const)
const pool = fc.record({ weight: fc.integer({ min: 1, max: 3 }), minShare: fc.nat(2), mode })
const pools = fc.record({ a: pool, b: pool })
const limits = fc.record({ ...budgets, localityWait: fc.constantFrom(0, 5, 50), mode, pools })

const stageParts = fc.record({
  parents: fc.subarray([0, 1, 2]),
  partitions: fc.subarray([0, 1, 2, 5, 9]),
  preferred: fc.array(fc.tuple(fc.constantFrom(0, 1, 5), fc.nat(3)), { maxLength: 3 }),
  barrier: fc.boolean(),
})

const poolName = fc.constantFrom('a', 'b', 'unknown', undefined)

/** One to three jobs of one to four stages. */
const jobs: fc.Arbitrary<ScheduledJob[]> = fc
  .array(fc.array(stageParts, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 3 })
  .map((all) => all.map((parts, i) => ({ id: i + 1, stages: parts.map(toStage).map(withUnread) })))
  .chain((all) => fc.tuple(...all.map((job) => poolName.map((name) => withPool(job, name)))))

function withPool(job: ScheduledJob, name: string | undefined): ScheduledJob {
  return name === undefined ? job : { ...job, pool: name }
}

type StageParts = typeof stageParts extends fc.Arbitrary<infer P> ? P : never

function toStage({ parents, partitions, preferred, barrier }: StageParts, id: number): ScheduledStage {
  const isBarrier = barrier && partitions.length <= 3
  const before = parents.filter((parent) => parent < id)
  return { id, parents: before, partitions, preferred: new Map(preferred), isBarrier }
}

/** The last stage reads whatever nobody else does. */
function withUnread(stage: ScheduledStage, i: number, all: readonly ScheduledStage[]): ScheduledStage {
  const read = new Set(all.flatMap(({ parents }) => parents))
  const unread = all.slice(0, -1).flatMap(({ id }) => (read.has(id) ? [] : [id]))
  return i === all.length - 1 ? { ...stage, parents: [...stage.parents, ...unread] } : stage
}

const doom = fc.constantFrom<FailureKind>('failed', 'lost', 'fetch')

const anyMove: fc.Arbitrary<Move> = fc.tuple(fc.constantFrom(...kinds), fc.nat(999))
const moves = fc.array(anyMove, { maxLength: 200, size: 'max' })
