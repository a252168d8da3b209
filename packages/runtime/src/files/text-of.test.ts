import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { textOf } from './text-of.ts'

test('textOf() writes text as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(textOf(text)).toBe(text)
    }),
  )
})

test('textOf() agrees with JSON for what JSON can hold', () => {
  const values = fc.jsonValue().filter((value) => typeof value !== 'string')
  fc.assert(
    fc.property(values, (value) => {
      expect(JSON.parse(textOf(value))).toEqual(JSON.parse(JSON.stringify(value)))
    }),
  )
})

test.each<[unknown, string]>([
  [NaN, 'NaN'],
  [12n, '12'],
  [undefined, 'undefined'],
  [null, 'null'],
  [new Date(0), '1970-01-01T00:00:00.000Z'],
  [new Date(NaN), 'Invalid Date'],
  [['word', 3], '["word",3]'],
  [[1n, NaN, -Infinity, undefined, new Date(0)], '[1,"NaN","-Infinity",null,"1970-01-01T00:00:00.000Z"]'],
  [{ a: undefined, b: { c: '"' } }, '{"b":{"c":"\\""}}'],
  [new Map([['a', new Set([1])]]), '[["a",[1]]]'],
  [new Uint8Array([1, 2]), '[1,2]'],
  [new BigInt64Array([5n]), '[5]'],
  [new Uint8Array([1, 2]).buffer, '[1,2]'],
  [new DataView(new Uint8Array([1, 2]).buffer, 1), '[2]'],
  [Object.assign([1], { length: 3 }), '[1,null,null]'],
  [[new RangeError('no'), /a/g, Symbol('s')], '["RangeError: no","/a/g","Symbol(s)"]'],
  [{ url: new URL('http://a.b/') }, '{"url":"http://a.b/"}'],
])('textOf(%o) is %s', (value, text) => {
  expect(textOf(value)).toBe(text)
})
