import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { eachRecord } from './each-record.ts'

test('gives the records of arrays in order, and ends', () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.anything(), { maxLength: 4 })), (arrays) => {
      const records = eachRecord(arrays)
      expect([...records]).toStrictEqual(arrays.flat())
      expect(records.next()).toEqual({ done: true, value: undefined })
    }),
  )
})

test('ends its source where a loop is left, and gives nothing more', () => {
  let isEnded = false
  const records = eachRecord(
    (function* () {
      try {
        yield [1, 2, 3]
        yield [4]
      } finally {
        isEnded = true
      }
    })(),
  )
  for (const record of records) if (record === 2) break
  expect([isEnded, ...records]).toEqual([true])
})

test('asks for nothing before it is asked itself, and nothing more of a source that threw', () => {
  let asked = 0
  const records = eachRecord({
    [Symbol.iterator]: () => ({
      next() {
        if (++asked === 2) throw new Error('It broke.')
        return { done: false, value: [asked] }
      },
    }),
  })
  expect(asked).toBe(0)
  expect(records.next().value).toBe(1)
  expect(() => records.next()).toThrow('It broke.')
  expect([...records, asked]).toEqual([2])
})
