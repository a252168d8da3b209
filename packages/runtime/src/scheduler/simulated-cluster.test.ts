import { expect, test } from 'vitest'
import { plantedBugs } from '../../fixtures/simulation/cluster/planted-bugs.ts'
import { replayOf } from '../../fixtures/simulation/cluster/scenario.ts'
import { simulate } from '../../fixtures/simulation/cluster/simulate.ts'
import { reduce } from './reduce.ts'

// Ten thousand schedules. A million, from any number on: npm run simulate.
const parts = [0, 1, 2, 3]
const schedules = 2500

test.each(parts)(
  'on a cluster that crashes, hangs, is cut off, drains, misses outputs and is slow, jobs end and answer right: part %i',
  (part) => {
    const outcomes = new Map<string, number>()
    for (let seed = part * schedules; seed < (part + 1) * schedules; seed++) {
      for (const outcome of simulate(replayOf(seed)).outcomes.values()) {
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
      }
    }
    const jobs = [...outcomes.values()].reduce((sum, count) => sum + count, 0)
    expect((outcomes.get('finished') ?? 0) / jobs).toBeGreaterThan(0.8)
  },
)

test.each(Object.keys(plantedBugs))('the simulation finds a scheduler with a bug: %s', (bug) => {
  expect(() => {
    for (let seed = 0; seed < schedules; seed++) simulate(replayOf(seed), plantedBugs[bug])
  }).toThrow(/^Broken: .+\.\nAgain: npm run simulate -- --seed \d+ --workers \d+ --tasks \d+$/)
})

test('the simulation finds a driver that does not say again where map outputs are', () => {
  expect(() => {
    for (let seed = 0; seed < schedules; seed++) simulate(replayOf(seed), reduce, { tellsOnce: true })
  }).toThrow(/^Broken: .+ reads shuffle \d+ where it was before\./)
})

test('the same seed is the same schedule', () => {
  expect(simulate(replayOf(7))).toEqual(simulate(replayOf(7)))
})
