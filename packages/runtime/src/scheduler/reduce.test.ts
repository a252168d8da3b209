import { expect, test } from 'vitest'
import {
  barrier,
  cluster,
  failed,
  fetchFailed,
  finished,
  key,
  reading,
  stage,
  submit,
} from '../../fixtures/scheduler/as-text.ts'

test('reduce() launches the tasks of a submitted job on the free slots', () => {
  const { send } = cluster({ slots: 2 })
  expect(send(submit(1, stage(0, 2)))).toEqual([
    'stageStarted 1.0',
    'launch 1.0.0#0 on 0',
    'launch 1.0.1#0 on 1',
  ])
})

test('reduce() queues partitions beyond the slots, and launches one whenever a slot is free again', () => {
  const { send } = cluster({ slots: 1 })
  expect(send(submit(1, stage(0, 3)))).toEqual(['stageStarted 1.0', 'launch 1.0.0#0 on 0'])
  expect(send(finished('1.0.0#0', 0))).toEqual(['launch 1.0.1#0 on 0'])
  expect(send(finished('1.0.1#0', 0))).toEqual(['launch 1.0.2#0 on 0'])
  expect(send(finished('1.0.2#0', 0))).toEqual(['stageFinished 1.0', 'jobFinished 1'])
})

test('reduce() launches nothing until there is a slot', () => {
  const { send } = cluster({ slots: 0 })
  expect(send(submit(1, stage(0, 1)))).toEqual([])
  expect(send({ kind: 'slotAdded', slot: 7, worker: 0 })).toEqual(['stageStarted 1.0', 'launch 1.0.0#0 on 7'])
})

test('reduce() finishes a job that has nothing to compute', () => {
  const { send } = cluster({ slots: 1 })
  expect(send(submit(1, stage(0, 3), stage(1, 0, [0])))).toEqual(['jobFinished 1'])
})

test('reduce() starts a stage when its last parent is complete', () => {
  const { send } = cluster({ slots: 4 })
  send(submit(1, stage(0, 1), stage(1, 2), stage(2, 1, [0, 1])))
  expect(send(finished('1.1.1#0', 2))).toEqual([])
  expect(send(finished('1.0.0#0', 0))).toEqual(['stageFinished 1.0'])
  expect(send(finished('1.1.0#0', 1))).toEqual([
    'stageFinished 1.1',
    'stageStarted 1.2',
    'launch 1.2.0#0 on 3',
  ])
})

test('reduce() passes by a parent of which nothing is missing', () => {
  const { send } = cluster({ slots: 1 })
  expect(send(submit(1, stage(0, 0), stage(1, 1, [0])))).toEqual(['stageStarted 1.1', 'launch 1.1.0#0 on 0'])
})

test('reduce() gives slots to the job that came first, and what is left to the next', () => {
  const { send } = cluster({ slots: 0 })
  send(submit(1, stage(0, 2)))
  send(submit(2, stage(0, 2)))
  const launched = [0, 1, 2].map((slot) => send({ kind: 'slotAdded', slot, worker: 0 }).at(-1))
  expect(launched).toEqual(['launch 1.0.0#0 on 0', 'launch 1.0.1#0 on 1', 'launch 2.0.0#0 on 2'])
})

test('reduce() launches a barrier stage as a whole, and keeps slots for it until there are enough', () => {
  const { send } = cluster({ slots: 2 })
  send(submit(1, stage(0, 1)))
  expect(send(submit(2, barrier(0, 2)))).toEqual([])
  expect(send(submit(3, stage(0, 1)))).toEqual([])
  expect(send(finished('1.0.0#0', 0))).toEqual([
    ...['stageFinished 1.0', 'jobFinished 1'],
    ...['stageStarted 2.0', 'launchGang 2.0.0#0 on 1, 2.0.1#0 on 0'],
  ])
})

test('reduce() lets others pass a barrier stage that needs more slots than there are', () => {
  const { send } = cluster({ slots: 1 })
  send(submit(1, barrier(0, 2)))
  expect(send(submit(2, stage(0, 1)))).toEqual(['stageStarted 2.0', 'launch 2.0.0#0 on 0'])
})

test('reduce() tries a barrier stage again as a whole, and forgets what its first attempt gave', () => {
  const { send } = cluster({ slots: 3 })
  send(submit(1, barrier(0, 3)))
  send(finished('1.0.0#0', 0))
  expect(send(failed('1.0.1#0', 1))).toEqual(['kill 1.0.2#0 on 2', 'stageRestarted 1.0'])
  // It comes too late to count, and frees the last slot.
  expect(send(finished('1.0.2#0', 2))).toEqual(['launchGang 1.0.0#1 on 0, 1.0.1#1 on 1, 1.0.2#1 on 2'])
})

test('reduce() computes the partition of an unwanted task again, and counts no failure', () => {
  const { send } = cluster({ slots: 2, maxFailures: 1 })
  send(submit(1, stage(0, 1)))
  expect(send({ kind: 'taskUnwanted', task: key('1.0.0#0'), reason: 'slow' })).toEqual([
    'kill 1.0.0#0 on 0',
    'launch 1.0.0#1 on 1',
  ])
  expect(send({ kind: 'taskUnwanted', task: key('1.0.0#0'), reason: 'slow' })).toEqual([])
})

test('reduce() gives the slots that a job cannot use to the next job', () => {
  const { send } = cluster({ slots: 2 })
  send(submit(1, stage(0, 1), stage(1, 2, [0])))
  expect(send(submit(2, stage(0, 1)))).toEqual(['stageStarted 2.0', 'launch 2.0.0#0 on 1'])
})

test('reduce() counts a result that arrives twice once, and frees no slot for the second', () => {
  const { send } = cluster({ slots: 2 })
  send(submit(1, stage(0, 4)))
  expect(send(finished('1.0.0#0', 0))).toEqual(['launch 1.0.2#0 on 0'])
  expect(send(finished('1.0.0#0', 0))).toEqual([])
  expect(send(finished('1.0.1#0', 1))).toEqual(['launch 1.0.3#0 on 1'])
  expect(send(finished('1.0.2#0', 0))).toEqual([])
  expect(send(finished('1.0.3#0', 1))).toEqual(['stageFinished 1.0', 'jobFinished 1'])
})

test('reduce() runs a failed task again as another attempt', () => {
  const { send } = cluster({ slots: 1 })
  send(submit(1, stage(0, 1)))
  expect(send(failed('1.0.0#0', 0))).toEqual(['launch 1.0.0#1 on 0'])
  expect(send(finished('1.0.0#1', 0))).toEqual(['stageFinished 1.0', 'jobFinished 1'])
})

test('reduce() fails a job when one of its tasks has failed as often as a task may, and kills the others', () => {
  const { send } = cluster({ slots: 2, maxFailures: 2 })
  send(submit(1, stage(0, 2)))
  expect(send(failed('1.0.1#0', 1))).toEqual(['launch 1.0.1#1 on 1'])
  expect(send(failed('1.0.1#1', 1))).toEqual(['kill 1.0.0#0 on 0', 'jobFailed 1: 1.0.1#1 failed'])
})

test('reduce() counts failures for each task by itself', () => {
  const { send } = cluster({ slots: 2, maxFailures: 2 })
  send(submit(1, stage(0, 2)))
  expect(send(failed('1.0.0#0', 0))).toEqual(['launch 1.0.0#1 on 0'])
  expect(send(failed('1.0.1#0', 1))).toEqual(['launch 1.0.1#1 on 1'])
})

test('reduce() counts neither a failure that arrives twice nor that of an earlier attempt', () => {
  const { send } = cluster({ slots: 1, maxFailures: 2 })
  send(submit(1, stage(0, 1)))
  send(failed('1.0.0#0', 0))
  expect(send(failed('1.0.0#0', 0))).toEqual([])
  expect(send(finished('1.0.0#0', 0))).toEqual([])
  expect(send(finished('1.0.0#1', 0))).toEqual(['stageFinished 1.0', 'jobFinished 1'])
})

test('reduce() resubmits a task whose slot is lost', () => {
  const { send } = cluster({ slots: 2 })
  send(submit(1, stage(0, 1)))
  expect(send({ kind: 'slotLost', slot: 0 })).toEqual(['launch 1.0.0#1 on 1'])
})

test('reduce() shrugs at the loss of an idle slot, and never uses it again', () => {
  const { send } = cluster({ slots: 2 })
  expect(send({ kind: 'slotLost', slot: 0 })).toEqual([])
  expect(send(submit(1, stage(0, 2)))).toEqual(['stageStarted 1.0', 'launch 1.0.0#0 on 1'])
})

test('reduce() ignores the result of a slot that is lost', () => {
  const { send } = cluster({ slots: 2 })
  send(submit(1, stage(0, 1)))
  send({ kind: 'slotLost', slot: 0 })
  expect(send(finished('1.0.0#0', 0))).toEqual([])
  expect(send(finished('1.0.0#1', 1))).toEqual(['stageFinished 1.0', 'jobFinished 1'])
})

test('reduce() fails a job when one of its tasks has lost its slot too often', () => {
  const { send } = cluster({ slots: 2, maxLosses: 2 })
  send(submit(1, stage(0, 1)))
  expect(send({ kind: 'slotLost', slot: 0 })).toEqual(['launch 1.0.0#1 on 1'])
  expect(send({ kind: 'slotLost', slot: 1 })).toEqual(['jobFailed 1: 1.0.0#1 lost'])
})

test('reduce() has one budget for failures and another for losses', () => {
  const { send } = cluster({ slots: 3, maxFailures: 2, maxLosses: 2 })
  send(submit(1, stage(0, 1)))
  expect(send(failed('1.0.0#0', 0))).toEqual(['launch 1.0.0#1 on 1'])
  expect(send({ kind: 'slotLost', slot: 1 })).toEqual(['launch 1.0.0#2 on 2'])
})

test('reduce() computes lost map outputs again before the task that missed them', () => {
  const { send } = reading()
  expect(send(fetchFailed('1.1.0#0', 0, 0, [1]))).toEqual(['outputsLost 0: 1', 'launch 1.0.1#1 on 0'])
  expect(send(finished('1.0.1#1', 0))).toEqual(['stageFinished 1.0', 'launch 1.1.0#1 on 0'])
})

test('reduce() computes an output that two tasks miss once', () => {
  const { send } = reading()
  expect(send(fetchFailed('1.1.0#0', 0, 0, [1]))).toEqual(['outputsLost 0: 1', 'launch 1.0.1#1 on 0'])
  expect(send(fetchFailed('1.1.1#0', 1, 0, [1]))).toEqual([])
})

test('reduce() fails a job whose inputs vanish again and again', () => {
  const { send } = reading({ maxFetchFailures: 2 })
  send(fetchFailed('1.1.0#0', 0, 0, [0, 1]))
  send(finished('1.0.0#1', 0))
  send(finished('1.1.1#0', 1))
  expect(send(finished('1.0.1#1', 0))).toEqual(['stageFinished 1.0', 'launch 1.1.0#1 on 1'])
  expect(send(fetchFailed('1.1.0#1', 1, 0, [0]))).toEqual(['jobFailed 1: 1.1.0#1 fetch'])
})

test('reduce() counts one loss of inputs once, however many tasks report it', () => {
  const { send } = reading({ maxFetchFailures: 2 })
  send(fetchFailed('1.1.0#0', 0, 0, [0]))
  expect(send(fetchFailed('1.1.1#0', 1, 0, [1]))).toEqual(['outputsLost 0: 1', 'launch 1.0.1#1 on 1'])
})

test('reduce() fails a job whose inputs come from a stage that it does not have', () => {
  const { send } = reading()
  expect(send(fetchFailed('1.1.0#0', 0, 9, [0]))).toEqual(['kill 1.1.1#0 on 1', 'jobFailed 1: 1.1.0#0 fetch'])
})

test('reduce() kills what runs for a cancelled job, and uses each slot again when its attempt is gone', () => {
  const { send } = cluster({ slots: 2 })
  send(submit(1, stage(0, 4)))
  send(submit(2, stage(0, 2)))
  expect(send({ kind: 'jobCancelled', job: 1 })).toEqual(['kill 1.0.0#0 on 0', 'kill 1.0.1#0 on 1'])
  expect(send({ kind: 'taskKilled', task: key('1.0.1#0'), slot: 1 })).toEqual([
    'stageStarted 2.0',
    'launch 2.0.0#0 on 1',
  ])
  expect(send(finished('1.0.0#0', 0))).toEqual(['launch 2.0.1#0 on 0'])
})

test('reduce() launches again a partition whose attempt was killed though it counted', () => {
  const { send } = cluster({ slots: 1 })
  send(submit(1, stage(0, 1)))
  expect(send({ kind: 'taskKilled', task: key('1.0.0#0'), slot: 0 })).toEqual(['launch 1.0.0#1 on 0'])
})

test('reduce() forgets a job that is over', () => {
  const { send, state } = cluster({ slots: 1 })
  send(submit(1, stage(0, 1)))
  send(finished('1.0.0#0', 0))
  expect(send({ kind: 'jobCancelled', job: 1 })).toEqual([])
  expect(send(failed('1.0.0#0', 0))).toEqual([])
  expect(state.jobs.size).toBe(0)
})

test('reduce() prefers the slot that holds a cached partition', () => {
  const { send } = cluster({ slots: 3 })
  expect(send(submit(1, stage(0, 2, [], { 0: 2, 1: 0 })))).toEqual([
    'stageStarted 1.0',
    'launch 1.0.0#0 on 2',
    'launch 1.0.1#0 on 0',
  ])
})

test('reduce() lets a task wait for its slot while another task takes the free one', () => {
  const { send } = cluster({ slots: 1, localityWait: 50 })
  send(submit(1, stage(0, 1)))
  send(submit(2, stage(0, 2, [], { 0: 0 })))
  expect(send({ kind: 'slotAdded', slot: 1, worker: 0 })).toEqual([
    'stageStarted 2.0',
    'launch 2.0.1#0 on 1',
    'wake 50',
  ])
})

test('reduce() launches a task elsewhere after the locality wait', () => {
  const { send, at } = cluster({ slots: 2, localityWait: 50 })
  send(submit(1, stage(0, 1)))
  expect(send(submit(2, stage(0, 1, [], { 0: 0 })))).toEqual(['wake 50'])
  expect(at(20).send({ kind: 'tick' })).toEqual(['wake 30'])
  expect(at(50).send({ kind: 'tick' })).toEqual(['stageStarted 2.0', 'launch 2.0.0#0 on 1'])
})

test('reduce() waits no longer for a slot that is lost', () => {
  const { send } = cluster({ slots: 1 })
  send(submit(1, stage(0, 1)))
  send(submit(2, stage(0, 1, [], { 0: 0 })))
  expect(send({ kind: 'slotAdded', slot: 1, worker: 0 })).toEqual(['wake 3000'])
  expect(send({ kind: 'slotLost', slot: 0 })).toEqual(['launch 1.0.0#1 on 1'])
  expect(send({ kind: 'slotAdded', slot: 2, worker: 0 })).toEqual(['stageStarted 2.0', 'launch 2.0.0#0 on 2'])
})

test('reduce() counts the locality wait from when a task could have run elsewhere', () => {
  const { send, at } = cluster({ slots: 1, localityWait: 50 })
  send(submit(1, stage(0, 1)))
  send(submit(2, stage(0, 1, [], { 0: 0 })))
  expect(at(1000).send({ kind: 'slotAdded', slot: 1, worker: 0 })).toEqual(['wake 50'])
})
