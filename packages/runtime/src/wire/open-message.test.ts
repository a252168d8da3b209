import { describe, expect, test } from 'vitest'
import { encodeValue } from '../codec/codec.ts'
import { checkToDriver } from './check-to-driver.ts'
import { checkToWorker } from './check-to-worker.ts'
import type { ToDriver, ToWorker } from './messages.ts'
import { openMessage } from './open-message.ts'

const task = { job: 1, stage: 2, partition: 3, attempt: 0 }
const launch = {
  kind: 'launch',
  task,
  program: 4,
  pipeline: 0,
  index: 1,
  split: { kind: 'outputs', shuffle: '3', epoch: 5, partition: 1 },
  attemptId: 9,
  partitions: 4,
} satisfies ToWorker

describe('what a driver says', () => {
  test('arrives as it was', () => {
    expect(openMessage(encodeValue(launch), 2, checkToWorker)).toEqual(launch)
  })

  test.each<[path: string, message: unknown]>([
    ['message should be an object', 'launch'],
    ['message should be an object', [launch]],
    ['message should be an object', new Map([['kind', 'stop']])],
    ['message.kind should be one of', {}],
    ['message.kind should be one of', { kind: 'toString' }],
    ['message.kind should be one of', { kind: ['stop'] }],
    ['message.task should be an object', { ...launch, task: 1 }],
    ['message.task.attempt should be a count', { ...launch, task: { ...task, attempt: -1 } }],
    ['message.task.attempt should be a count', { ...launch, task: { ...task, attempt: Number.NaN } }],
    ['message.program should be a count', { ...launch, program: 1.5 }],
    ['message.program should be a count', { ...launch, program: undefined }],
    ['message.split.kind should be one of', { ...launch, split: { kind: 'url' } }],
    ['message.split should be a block below 2', { ...launch, split: { kind: 'block', block: 2 } }],
    ['message.split.epoch should be a count', { ...launch, split: { ...launch.split, epoch: '5' } }],
    [
      'message.split.blocks should be absent',
      { ...launch, split: { kind: 'shuffle', shuffle: '3', blocks: [], from: [] } },
    ],
    [
      'message.places.0.worker should be a count',
      { kind: 'outputs', shuffle: '3', epoch: 1, places: [{ index: 0, data: '/etc/passwd' }] },
    ],
    ['message.properties.user should be text', { ...launch, properties: { user: 1 } }],
    ['message.gang should be an object', { ...launch, gang: undefined }],
    ['message.extra should be absent', { ...launch, extra: 1 }],
    ['message.checksums should be as many', { kind: 'broadcast', id: 1, checksums: [1] }],
    ['message.sink.op should be the name of an operator', stage({ op: 'constructor' })],
    ['message.sink.op should be the name of an operator', stage({ op: '__proto__' })],
    [
      'message.sink.tasks.0.local should be absent',
      stage({ op: 'map', tasks: [{ id: 'a', local: 'code' }] }),
    ],
    [
      'message.sink.tasks.0.captures should be an array of bytes',
      stage({ op: 'map', tasks: [{ id: 'a', captures: [1] }] }),
    ],
  ])('%s', (text, message) => {
    expect(() => openMessage(encodeValue(message), 2, checkToWorker)).toThrow(
      expect.objectContaining({
        code: 'ATOMIC8008',
        message: expect.stringContaining(text) as string,
      }) as Error,
    )
  })

  test('pipelines in pipelines are looked through', () => {
    const source = (inner: unknown) => ({
      source: { kind: 'inputs', combine: 'zip', inputs: [inner] },
      steps: [],
    })
    const wrong = { ...stage({ op: 'collectRows' }), pipelines: [source(source({ steps: [] }))] }
    expect(() => openMessage(encodeValue(wrong), 0, checkToWorker)).toThrow(
      'message.pipelines.0.source.inputs.0.source.inputs.0.source should be an object',
    )
  })
})

describe('what a worker says', () => {
  test.each<[path: string, message: unknown]>([
    ['message.error.cause.kind', failed({ cause: { kind: 'function' } })],
    ['message.error.properties.0 should be a pair', failed({ properties: ['a'] })],
    ['message.error.stack should be text', failed({ stack: 7 })],
    ['message.call should be one of', { kind: 'sync', task, call: 'sleep' }],
    ['message.updates should be an array', finished({ updates: { length: 1 } })],
    ['message.updates.0.id should be a count', finished({ updates: [{ id: '1', sum: new Uint8Array() }] })],
    ['message.metrics should be an object', finished({ metrics: null })],
    ['message.written should be absent', finished({ written: { path: '/etc/passwd' } })],
    ['message.remote should be a count', finished({ remote: { output: 1 } })],
  ])('%s', (text, message) => {
    expect(() => openMessage(encodeValue(message), 0, checkToDriver)).toThrow(text)
  })

  test('arrives as it was', () => {
    const ready: ToDriver = { kind: 'ready' }
    expect(openMessage(encodeValue(ready), 0, checkToDriver)).toEqual(ready)
    expect(openMessage(encodeValue(failed({})), 0, checkToDriver)).toEqual(failed({}))
  })
})

function stage(sink: object): object {
  return { kind: 'stage', program: 1, pipelines: [], sink }
}

function failed(parts: object): object {
  const error = {
    kind: 'error',
    errorClass: 'Error',
    name: 'Error',
    message: 'no',
    stack: undefined,
    properties: [],
  }
  return { kind: 'failed', task, error: { ...error, ...parts } }
}

function finished(parts: object): object {
  return { kind: 'finished', task, updates: [], reserved: 0, metrics: {}, ...parts }
}
