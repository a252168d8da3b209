import { setFlagsFromString } from 'node:v8'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeForTasks, decodeValue, encodeValue } from './codec.ts'

test('what tasks work on is what was encoded, whatever it is made of', () => {
  const values = fc.anything({
    withDate: true,
    withMap: true,
    withSet: true,
    withNullPrototype: true,
    withSparseArray: true,
  })
  fc.assert(
    fc.property(values, (value) => {
      const bytes = encodeValue(value)
      expect(decodeForTasks(bytes)).toStrictEqual(decodeValue(bytes))
    }),
  )
})

test('an array that is mostly holes is not gone through', () => {
  const sparse: unknown[] = []
  sparse[4_294_967_290] = [1, { deep: [2] }]
  const arrived = decodeForTasks(encodeValue({ sparse })) as { sparse: unknown[] }
  expect([arrived.sparse.length, Object.entries(arrived.sparse)]).toEqual([
    4_294_967_291,
    Object.entries(sparse),
  ])
})

test('a property called __proto__ stays a property', () => {
  const odd: unknown = JSON.parse('{ "__proto__": [1], "a": { "__proto__": { "b": [2] } } }')
  const arrived = decodeForTasks(encodeValue(odd))
  expect(JSON.stringify(arrived)).toBe(JSON.stringify(odd))
  expect(Object.getPrototypeOf(arrived)).toBe(Object.prototype)
})

test('the arrays that tasks work on are known to have no holes', () => {
  setFlagsFromString('--allow-natives-syntax')
  // oxlint-disable-next-line typescript/no-implied-eval
  const hasHoles = new Function('array', 'return %HasHoleyElements(array)') as (array: unknown) => boolean
  const sparse: number[][] = []
  sparse[1] = [4]
  const value = { centres: [[0.5, 1]], byName: new Map([['a', [1, 2]]]), sparse }
  const arrived = decodeForTasks(encodeValue(value)) as typeof value
  const { centres, byName } = arrived
  const arrays = [centres, centres[0], byName.get('a'), arrived.sparse[1], arrived.sparse]
  expect(arrays.map(hasHoles)).toEqual([false, false, false, false, true])
})
