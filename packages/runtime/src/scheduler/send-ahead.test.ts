import { expect, test } from 'vitest'
import { cluster, finished, key, stage, submit, type Cluster } from '../../fixtures/scheduler/as-text.ts'
import type { SchedulerOptions } from './scheduler-state.ts'

const lines = { most: 3, time: 10, patience: 20 }

test('short tasks wait in line at a slot, and a line is filled when half of it is left', () => {
  const { send } = short(100)
  expect(send(finished('1.0.4#0', 0))).toEqual([
    'launch 1.0.5#0 on 0',
    'launch 1.0.6#0 on 0',
    'launch 1.0.7#0 on 0',
    'launch 1.0.8#0 on 0',
  ])
  expect(send(finished('1.0.5#0', 0))).toEqual([])
  expect(send(finished('1.0.6#0', 0))).toEqual(['launch 1.0.9#0 on 0', 'launch 1.0.10#0 on 0'])
})

test('the fewer tasks are left, the shorter are lines: each slot has something to do to the end', () => {
  const { send } = short(12)
  expect(send(finished('1.0.4#0', 0))).toEqual(['launch 1.0.5#0 on 0', 'launch 1.0.6#0 on 0'])
  expect(send(finished('1.0.5#0', 0))).toEqual(['launch 1.0.7#0 on 0'])
  expect(send(finished('1.0.3#0', 1))).toEqual(['launch 1.0.8#0 on 1'])
})

test('tasks that are not short, that have a slot of their own or that failed elsewhere do not wait in line', () => {
  const long = short(100, { lines: { ...lines, time: 0.5 } })
  expect(long.send(finished('1.0.4#0', 0))).toEqual(['launch 1.0.5#0 on 0'])
  const own = cluster({ slots: 2, lines })
  own.send(submit(1, stage(0, 100, [], Object.fromEntries(upTo(100).map((each) => [each, each % 2])))))
  for (const each of upTo(4)) own.at(each + 1).send(finished(`1.0.${each}#0`, each % 2))
  expect(own.send(finished('1.0.4#0', 0))).toEqual([
    'launch 1.0.6#0 on 0',
    'launch 1.0.8#0 on 0',
    'launch 1.0.10#0 on 0',
    'launch 1.0.12#0 on 0',
  ])
})

test('the tasks of a second job do not wait in line while the first one has any to launch', () => {
  const { send } = short(10)
  send(submit(2, stage(0, 100)))
  expect(send(finished('1.0.4#0', 0))).toEqual(['launch 1.0.5#0 on 0', 'launch 1.0.6#0 on 0'])
})

test('a slot that is free asks for what waits behind a task that is not short', () => {
  const it = short(10)
  it.send(finished('1.0.4#0', 0))
  expect(it.send(finished('1.0.3#0', 1))).toEqual(['launch 1.0.7#0 on 1'])
  // Slot 0 is at 5, and 6 is behind it.
  expect(it.send(finished('1.0.7#0', 1))).toEqual(['launch 1.0.8#0 on 1'])
  expect(it.send(finished('1.0.8#0', 1))).toEqual(['launch 1.0.9#0 on 1'])
  expect(it.at(6).send(finished('1.0.9#0', 1))).toEqual(['wake 18'])
  expect(it.at(24).send({ kind: 'tick' })).toEqual(['askBack 0'])
  expect(it.send({ kind: 'tick' })).toEqual([])
  expect(it.send({ kind: 'taskKilled', task: key('1.0.6#0'), slot: 0 })).toEqual(['launch 1.0.6#1 on 1'])
})

test('a lost slot has lost the first one of its line; the others are computed elsewhere, one at a time', () => {
  const { send } = short(100, { maxLosses: 1 })
  send(submit(2, stage(0, 1)))
  send(finished('1.0.4#0', 0))
  expect(send({ kind: 'slotLost', slot: 0 })).toContain('jobFailed 1: 1.0.5#0 lost')
  const two = short(100, { maxLosses: 2 })
  two.send(finished('1.0.4#0', 0))
  expect(two.send({ kind: 'slotLost', slot: 0 })).toEqual([])
  expect(two.send(finished('1.0.3#0', 1))).toEqual(['launch 1.0.9#0 on 1'])
})

/** Two slots, and a job whose first three tasks took a millisecond each: 4 runs on slot 0 and 3 on slot 1. */
function short(partitions: number, options: Partial<SchedulerOptions> = {}): Cluster {
  const it = cluster({ slots: 2, lines, ...options })
  it.send(submit(1, stage(0, partitions)))
  it.at(1).send(finished('1.0.0#0', 0))
  it.at(2).send(finished('1.0.1#0', 1))
  it.at(3).send(finished('1.0.2#0', 0))
  return it.at(4)
}

function upTo(n: number): readonly number[] {
  return Array.from({ length: n }, (_, i) => i)
}
