import { expect, test } from 'vitest'
import {
  barrier,
  failed,
  fetchFailed,
  finished,
  stage,
  submit,
  workers,
  type Cluster,
} from '../../fixtures/scheduler/as-text.ts'
import type { ScheduledStage, SchedulerEvent } from './scheduler-event.ts'
import type { SchedulerOptions } from './scheduler-state.ts'

test('a lost worker loses its map outputs at once, and only those are computed again', () => {
  const { send } = mapped(3)
  expect(send(lost(1))).toEqual(['outputsLost 0: 0', 'launch 1.0.0#1 on 2'])
  expect(send(finished('1.0.0#1', 2, 2))).toEqual(['stageFinished 1.0', 'launch 1.1.1#1 on 2'])
})

test('a stage that is lost is not computed again when nobody needs it', () => {
  const { send } = workers(2)
  send(submit(1, stage(0, 1), stage(1, 1, [0]), stage(2, 1, [1])))
  send(finished('1.0.0#0', 1, 1))
  send(finished('1.1.0#0', 2, 2))
  expect(send(lost(1))).toEqual(['outputsLost 0: 0', 'launch 1.2.0#1 on 2'])
})

test('outputs of an earlier job are computed again when their worker is lost', () => {
  const { send } = workers(2)
  const kept: ScheduledStage = { ...stage(0, 2), outputs: new Map([0, 1].map((each) => [each, each + 1])) }
  expect(send(submit(1, kept, stage(1, 1, [0])))).toEqual(['stageStarted 1.1', 'launch 1.1.0#0 on 1'])
  expect(send(lost(2))).toEqual(['outputsLost 0: 1'])
  expect(send(fetchFailed('1.1.0#0', 1, 0, [1]))).toEqual(['stageStarted 1.0', 'launch 1.0.1#0 on 1'])
})

test('outputs of an earlier job on a worker that is gone by now are missing', () => {
  const { send } = workers(1)
  const kept: ScheduledStage = { ...stage(0, 1), outputs: new Map([[0, 7]]) }
  expect(send(submit(1, kept, stage(1, 1, [0])))).toEqual(['stageStarted 1.0', 'launch 1.0.0#0 on 1'])
})

test('a report of outputs that were computed anew since its attempt began is stale', () => {
  const { send } = mapped(4, { maxFetchFailures: 2 })
  send(lost(1))
  send(finished('1.0.0#1', 2, 2))
  expect(send(fetchFailed('1.1.1#0', 4, 0, [0]))).toEqual(['launch 1.1.1#1 on 2'])
})

test('a report without partitions means all that its worker kept', () => {
  const { send } = mapped(3)
  const report: SchedulerEvent = { ...missed('1.1.1#0', 1), worker: 1 }
  expect(send(report)).toEqual(['outputsLost 0: 0', 'launch 1.0.0#1 on 2'])
})

test('two jobs that write one shuffle share its outputs', () => {
  const { send } = workers(2)
  send(submit(1, stage(0, 2), stage(1, 1, [0])))
  send(submit(2, stage(0, 2), stage(1, 1, [0])))
  send(finished('1.0.0#0', 1, 1))
  expect(send(finished('1.0.1#0', 2, 2))).toEqual([
    'stageFinished 1.0',
    'kill 2.0.1#0 on 1',
    'stageFinished 2.0',
    'stageStarted 1.1',
    'launch 1.1.0#0 on 2',
  ])
})

test('a worker on which tasks fail one after the other is not used for a while, and then on probation', () => {
  const { send, at } = workers(2, { exclusion: { failures: 2, time: 100 }, maxFailures: 9 })
  send(submit(1, stage(0, 5)))
  expect(send(failed('1.0.0#0', 1))).toEqual(['launch 1.0.2#0 on 1'])
  expect(send(failed('1.0.2#0', 1))).toEqual(['wake 100'])
  expect(send(finished('1.0.1#0', 2))).toEqual(['launch 1.0.3#0 on 2', 'wake 100'])
  expect(at(100).send({ kind: 'tick' })).toEqual(['launch 1.0.4#0 on 1'])
  expect(send(failed('1.0.4#0', 1))).toEqual(['wake 100'])
})

test('the last worker is never excluded, and the first of those that are is used when the others are gone', () => {
  const { send } = workers(2, { exclusion: { failures: 1, time: 100 }, maxFailures: 9 })
  send(submit(1, stage(0, 2)))
  expect(send(failed('1.0.0#0', 1))).toEqual(['wake 100'])
  expect(send(failed('1.0.1#0', 2))).toEqual(['launch 1.0.0#1 on 2', 'wake 100'])
  expect(send(lost(2))).toEqual(['launch 1.0.1#1 on 1'])
})

test('a job that fails wherever it runs excludes nobody', () => {
  const { send } = workers(2, { exclusion: { failures: 1, time: 100 }, maxFailures: 2 })
  send(submit(1, stage(0, 1)))
  expect(send(failed('1.0.0#0', 1))).toEqual(['launch 1.0.0#1 on 2', 'wake 100'])
  expect(send(failed('1.0.0#1', 2))).toEqual(['jobFailed 1: 1.0.0#1 failed'])
  expect(send(submit(2, stage(0, 2)))).toHaveLength(3)
})

test('a failed task is tried on another worker, where there is one', () => {
  const { send } = workers(2)
  send(submit(1, stage(0, 1)))
  expect(send(failed('1.0.0#0', 1))).toEqual(['launch 1.0.0#1 on 2'])
})

test('a failed task waits for another worker, as long as a bad one is not used; other tasks do not', () => {
  const { send, at } = workers(2, { exclusion: { failures: 9, time: 100 }, maxFailures: 9 })
  send(submit(1, stage(0, 3)))
  expect(send(failed('1.0.0#0', 1))).toEqual(['launch 1.0.2#0 on 1'])
  expect(send(finished('1.0.2#0', 1))).toEqual(['wake 100'])
  expect(send(finished('1.0.1#0', 2))).toEqual(['launch 1.0.0#1 on 2'])
  expect(send(failed('1.0.0#1', 2))).toEqual(['launch 1.0.0#2 on 1'])
  send(submit(2, stage(0, 2)))
  expect(send(failed('1.0.0#2', 1))).toEqual(['launch 2.0.1#0 on 1', 'wake 100'])
  expect(send(finished('2.0.1#0', 1))).toEqual(['wake 100'])
  expect(at(100).send({ kind: 'tick' })).toEqual(['launch 1.0.0#3 on 1'])
})

test('a task whose slot is lost is tried on another worker, where there is one', () => {
  const { send } = workers(1)
  send({ kind: 'slotAdded', slot: 11, worker: 1 })
  send({ kind: 'slotAdded', slot: 2, worker: 2 })
  send(submit(1, stage(0, 1)))
  expect(send({ kind: 'slotLost', slot: 1 })).toEqual(['launch 1.0.0#1 on 2'])
})

const speculation = { multiplier: 2, quantile: 0.5, minRuntime: 10 }

test('a slow task gets a copy on another worker when enough others are done; the first to finish counts', () => {
  const { send, at } = workers(3, { speculation })
  send(submit(1, stage(0, 2)))
  expect(at(20).send(finished('1.0.0#0', 1))).toEqual(['wake 20'])
  expect(at(40).send({ kind: 'tick' })).toEqual(['launch 1.0.1#1 on 3'])
  expect(at(90).send({ kind: 'tick' })).toEqual([])
  expect(send(finished('1.0.1#1', 3))).toEqual(['kill 1.0.1#0 on 2', 'stageFinished 1.0', 'jobFinished 1'])
  expect(send(finished('1.0.1#0', 2))).toEqual([])
})

test('a copy that fails or is lost leaves the other one running', () => {
  const { send, at } = workers(3, { speculation })
  send(submit(1, stage(0, 2)))
  at(20).send(finished('1.0.0#0', 1))
  at(40).send({ kind: 'tick' })
  expect(send(lost(2))).toEqual(['wake 40'])
  expect(send(finished('1.0.1#1', 3))).toEqual(['stageFinished 1.0', 'jobFinished 1'])
})

test('tasks of a barrier stage have no copies', () => {
  const { send, at } = workers(3, { speculation })
  send(submit(1, barrier(0, 2)))
  expect(at(20).send(finished('1.0.0#0', 1))).toEqual([])
})

test('a draining worker gets no tasks, ends those that it runs, and hands over its outputs', () => {
  const { send } = workers(2)
  send(submit(1, stage(0, 3), stage(1, 1, [0])))
  expect(send({ kind: 'workerDraining', worker: 1 })).toEqual([])
  expect(send(finished('1.0.0#0', 1, 1))).toEqual(['workerDrained 1'])
  expect(send(moved(1, 2))).toEqual([])
  expect(send(lost(1))).toEqual([])
})

test('what a leaving worker loses takes nothing from the budget', () => {
  const { send } = workers(2, { maxLosses: 1 })
  send(submit(1, stage(0, 1)))
  send({ kind: 'workerDraining', worker: 1 })
  expect(send(lost(1))).toEqual(['launch 1.0.0#1 on 2'])
})

test('outputs that moved to a worker that is gone are lost', () => {
  const { send } = mapped(3)
  expect(send(moved(1, 9))).toEqual(['outputsLost 0: 0', 'launch 1.0.0#1 on 2'])
})

test('a task goes to the worker that keeps much of what it reads', () => {
  const { send } = workers(3)
  send(submit(1, stage(0, 1), stage(1, 1, [0])))
  send({ kind: 'stageLocated', job: 1, stage: 1, near: new Map([[0, [3]]]) })
  expect(send(finished('1.0.0#0', 1, 1)).at(-1)).toBe('launch 1.1.0#0 on 3')
})

const allocation = {
  ...{ minWorkers: 1, maxWorkers: 5, slotsPerWorker: 1 },
  ...{ backlogTimeout: 10, idleTimeout: 50, cachedIdleTimeout: 500 },
}

test('workers are asked for while tasks wait, ever more at a time, and no more than have work', () => {
  const { send, at } = workers(1, { allocation })
  expect(send(submit(1, stage(0, 9)))).toEqual(['stageStarted 1.0', 'launch 1.0.0#0 on 1', 'wake 10'])
  expect(at(10).send({ kind: 'tick' })).toEqual(['requestWorkers 2', 'wake 10'])
  expect(at(20).send({ kind: 'tick' })).toEqual(['requestWorkers 3', 'wake 10'])
  expect(at(30).send({ kind: 'tick' })).toEqual(['requestWorkers 5', 'wake 10'])
})

test('idle workers are released, but for the least number and those whose outputs are needed', () => {
  const { send, at } = workers(3, { allocation })
  send(submit(1, stage(0, 1), stage(1, 1, [0])))
  expect(send(finished('1.0.0#0', 1, 1)).at(-2)).toBe('launch 1.1.0#0 on 2')
  expect(at(50).send({ kind: 'tick' })).toEqual(['releaseWorker 3'])
  expect(at(60).send(finished('1.1.0#0', 2))).toEqual([
    'stageFinished 1.1',
    'jobFinished 1',
    'releaseWorker 1',
  ])
})

test('a worker that is released may hand over what it keeps before it goes', () => {
  const { send, at } = workers(2, { allocation })
  expect(at(50).send({ kind: 'tick' })).toEqual(['releaseWorker 1'])
  expect(send({ kind: 'workerDraining', worker: 1 })).toEqual(['workerDrained 1'])
  expect(send({ kind: 'workerDraining', worker: 1 })).toEqual([])
})

test('a worker with cached partitions is kept longer', () => {
  const { send, at } = workers(2, { allocation })
  for (const worker of [1, 2]) send({ kind: 'workerCaches', worker, isCaching: true })
  expect(at(50).send({ kind: 'tick' })).toEqual(['wake 450'])
})

/** Workers of which 1 and 2 have computed and keep an output of stage 0 each, and run the tasks of stage 1. */
function mapped(count: number, options: Partial<SchedulerOptions> = {}): Cluster {
  const it = workers(count, options)
  it.send(submit(1, stage(0, 2), stage(1, 2, [0])))
  it.send(finished('1.0.0#0', 1, 1))
  it.send(finished('1.0.1#0', 2, 2))
  return it
}

function lost(worker: number): SchedulerEvent {
  return { kind: 'workerLost', worker }
}

function moved(from: number, to: number): SchedulerEvent {
  return { kind: 'outputsMoved', moved: { shuffle: '0', partitions: [0], from, to } }
}

function missed(task: string, slot: number): Extract<SchedulerEvent, { kind: 'fetchFailed' }> {
  return fetchFailed(task, slot, 0, []) as Extract<SchedulerEvent, { kind: 'fetchFailed' }>
}
