import { expect, test } from 'vitest'
import { reduce } from './reduce.ts'
import { initialState, type PoolOptions } from './scheduler-state.ts'
import type { ScheduledJob, SchedulerEvent } from './scheduler-event.ts'

test('fairOrder() shares slots between pools by their weight', () => {
  const { submit, slots } = cluster({ heavy: { weight: 3 } })
  submit(1, 'light')
  submit(2, 'heavy')
  expect(slots(8)).toEqual({ 1: 2, 2: 6 })
})

test('fairOrder() fills the minimum of a pool first, whatever the weight of others', () => {
  const { submit, slots } = cluster({ heavy: { weight: 100 }, small: { minShare: 2 } })
  submit(1, 'heavy')
  submit(2, 'small')
  expect(slots(2)).toEqual({ 2: 2 })
  expect(slots(4)).toEqual({ 1: 4, 2: 2 })
})

test('fairOrder() fills two minimums in proportion', () => {
  const { submit, slots } = cluster({ a: { minShare: 6 }, b: { minShare: 2 } })
  submit(1, 'a')
  submit(2, 'b')
  expect(slots(4)).toEqual({ 1: 3, 2: 1 })
})

test('fairOrder() serves the first job of a pool first, and all alike when the pool is fair', () => {
  const { submit, slots } = cluster({ fair: { mode: 'fair' } })
  submit(1, 'plain')
  submit(2, 'plain')
  submit(3, 'fair')
  submit(4, 'fair')
  expect(slots(8)).toEqual({ 1: 4, 3: 2, 4: 2 })
})

test('fairOrder() gives what a pool cannot use to others', () => {
  const { submit, slots } = cluster({ small: { minShare: 4 } })
  submit(1, 'small', 1)
  submit(2, 'other')
  expect(slots(4)).toEqual({ 1: 1, 2: 3 })
})

test('fairOrder() lets a job of another pool in while the first one holds many slots', () => {
  const { send, submit, slots } = cluster({})
  submit(1, 'first')
  expect(slots(2)).toEqual({ 1: 2 })
  submit(2, 'second')
  const task = { job: 1, stage: 0, partition: 0, attempt: 0 }
  send({ kind: 'taskFinished', task, slot: 0 })
  expect(slots(0)).toEqual({ 1: 1, 2: 1 })
})

function cluster(options: Readonly<Record<string, Partial<PoolOptions>>>) {
  const pools = Object.fromEntries(
    Object.entries(options).map(([name, own]) => [
      name,
      { weight: 1, minShare: 0, mode: 'fifo' as const, ...own },
    ]),
  )
  const state = initialState({ mode: 'fair', pools })
  let last = -1
  const send = (event: SchedulerEvent): void => void reduce(state, event, 0)
  return {
    send,
    /** A job of one stage. */
    submit: (id: number, pool: string, tasks = 20): void => {
      const partitions = Array.from({ length: tasks }, (_, i) => i)
      const job: ScheduledJob = {
        id,
        pool,
        stages: [{ id: 0, parents: [], partitions, preferred: new Map() }],
      }
      send({ kind: 'jobSubmitted', job })
    },
    /** Adds slots. Gives how many each job holds then. */
    slots: (more: number): Record<number, number> => {
      for (let i = 0; i < more; i++) send({ kind: 'slotAdded', slot: ++last, worker: 0 })
      const held: Record<number, number> = {}
      for (const { tasks } of state.slots.values())
        for (const task of tasks) held[task.job] = (held[task.job] ?? 0) + 1
      return held
    },
  }
}
