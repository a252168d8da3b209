import { fork } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { replayOf } from '../../packages/runtime/fixtures/simulation/cluster/scenario.ts'
import { simulate } from '../../packages/runtime/fixtures/simulation/cluster/simulate.ts'
import { reduce } from '../../packages/runtime/src/scheduler/reduce.ts'
import { inLine } from './in-line.ts'

// The scheduler on simulated clusters.
//   npm run simulate                                       a million schedules, on all cores
//   npm run simulate -- --schedules 5000 --from 70000      so many, from a number on
//   npm run simulate -- --seed 7 --workers 4 --tasks 16    one, as a failure prints it; --trace shows what happens
// Schedules differ in size by their numbers, so each core gets runs of them.
const run = 1000
const { values } = parseArgs({
  options: {
    ...{ seed: { type: 'string' }, workers: { type: 'string' }, tasks: { type: 'string' } },
    ...{ schedules: { type: 'string', default: '1000000' }, from: { type: 'string' } },
    ...{ part: { type: 'string' }, trace: { type: 'boolean', default: false } },
  },
})
if (values.seed !== undefined) one(Number(values.seed))
else if (values.part !== undefined) part(Number(values.from), Number(values.schedules), Number(values.part))
else many(Number(values.from ?? Date.now() % 1e9), Number(values.schedules))

function one(seed: number): void {
  const { workers, tasks } = replayOf(seed)
  const replay = { seed, workers: Number(values.workers ?? workers), tasks: Number(values.tasks ?? tasks) }
  const found = simulate(replay, values.trace ? traced : reduce)
  const outcomes = [...found.outcomes].map(([job, outcome]) => `job ${job} ${outcome}`).join(', ')
  console.log(`${outcomes}: ${found.tasks} attempts, ${found.workers} workers, ${found.steps} steps`)
}

/** The schedules of one core: one run of them in so many. */
function part(from: number, schedules: number, first: number): void {
  const step = availableParallelism()
  const counts: Record<string, number> = { schedules: 0, jobs: 0, attempts: 0 }
  for (let seed = from; seed < from + schedules; seed++) {
    if (Math.floor((seed - from) / run) % step !== first) continue
    const { outcomes, tasks } = simulate(replayOf(seed))
    add(counts, { schedules: 1, jobs: outcomes.size, attempts: tasks })
    for (const outcome of outcomes.values()) add(counts, { [outcome]: 1 })
  }
  process.send?.(counts)
}

function many(from: number, schedules: number): void {
  const begun = performance.now()
  const total: Record<string, number> = {}
  let left = availableParallelism()
  for (let i = 0; i < availableParallelism(); i++) {
    const args = ['--from', `${from}`, '--schedules', `${schedules}`, '--part', `${i}`]
    const child = fork(import.meta.filename, args)
    child.on('message', (counts) => add(total, counts as Record<string, number>))
    child.on('exit', (code, signal) => {
      if (code !== 0) {
        process.exitCode = 1
        console.error(`Part ${i} of the schedules ended with ${signal ?? `code ${code}`}.`)
      }
      if (--left > 0) return
      const seconds = ((performance.now() - begun) / 1000).toFixed(0)
      console.log(`from ${from} on, in ${seconds} s: ${inLine(total)}`)
    })
  }
}

function traced(...[state, event, now]: Parameters<typeof reduce>): ReturnType<typeof reduce> {
  const commands = reduce(state, event, now)
  console.log(`${now.toFixed(1)} ${inLine(event)}`)
  for (const command of commands) console.log(`    ${inLine(command)}`)
  return commands
}

function add(counts: Record<string, number>, more: Readonly<Record<string, number>>): void {
  for (const [key, count] of Object.entries(more)) counts[key] = (counts[key] ?? 0) + count
}
