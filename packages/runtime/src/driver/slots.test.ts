import { expect, test } from 'vitest'
import type { TaskRef } from '@atomic-ts/core/internal'
import { encodeValue } from '../codec/codec.ts'
import { noteCaptured } from '../shared-variables/captured-by.ts'
import { MemoryBudget } from '../memory/memory-budget.ts'
import { newBroadcast } from '../shared-variables/new-broadcast.ts'
import type { Transport } from '../transport/transport.ts'
import { Slots } from './slots.ts'

test('a slot is sent a broadcast once, by the first stage that needs it, and again when it had to forget it', () => {
  const said: string[] = []
  const transport: Transport = {
    size: 2,
    sharesFunctions: false,
    start: () => undefined,
    send: (slot, { message }) => void said.push(`${message.kind} to ${slot}`),
    kill: () => undefined,
    close: () => Promise.resolve(),
  }
  const slots = new Slots(transport, undefined)
  const source = { value: 'x', bytes: encodeValue('x'), at: 'here' }
  const broadcast = newBroadcast(source, (id) => slots.forgetBroadcast(id), MemoryBudget.of(0))
  const task: TaskRef = { id: 'task' }
  noteCaptured(task, [broadcast])
  const stage = { pipelines: [], sink: { op: 'foreachRow', tasks: [task] } }
  for (const slot of [0, 1]) slots.add(slot)

  for (const program of [1, 2]) slots.prepare(0, program, stage)
  slots.prepare(1, 3, { pipelines: [], sink: { op: 'countRows' } })
  expect(said.splice(0)).toEqual(['broadcast to 0', 'stage to 0', 'stage to 0', 'stage to 1'])

  broadcast.unpersist()
  slots.prepare(0, 2, stage)
  slots.prepare(1, 2, stage)
  expect(said).toEqual(['forgetBroadcast to 0', 'broadcast to 0', 'broadcast to 1', 'stage to 1'])
})
