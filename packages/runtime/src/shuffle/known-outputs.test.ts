import { expect, test } from 'vitest'
import { KnownOutputs } from './known-outputs.ts'

const tell = (epoch: number, worker: number) => ({
  message: { kind: 'outputs', shuffle: '3', epoch, places: [{ worker, output: 1 }] } as const,
  blocks: [],
})
const split = (epoch: number) => ({ kind: 'outputs', shuffle: '3', epoch, partition: 4 }) as const

test('what comes late, with an older epoch, changes nothing', () => {
  const known = new KnownOutputs()
  known.put(tell(7, 1))
  known.put(tell(5, 2))
  known.forget({ shuffle: '3', epoch: 6 })
  expect(known.read(split(7))).toEqual({ shuffle: '3', partition: 4, places: [{ worker: 1, output: 1 }] })
})

test('a task of another epoch never reads what is known', () => {
  const known = new KnownOutputs()
  expect(() => known.read(split(5))).toThrow('Of shuffle 3')
  known.put(tell(5, 1))
  expect(() => known.read(split(7))).toThrow('the epoch 5 is known, and not 7')
  known.forget({ shuffle: '3', epoch: 5 })
  expect(() => known.read(split(5))).toThrow('Of shuffle 3')
})

test('blocks of an output that are not beside the message are an error', () => {
  const place = { index: 0, data: 1 }
  const message = { kind: 'outputs', shuffle: '3', epoch: 1, places: [place] } as const
  expect(() => new KnownOutputs().put({ message, blocks: [new Uint8Array(0)] })).toThrow('lacks those')
})
