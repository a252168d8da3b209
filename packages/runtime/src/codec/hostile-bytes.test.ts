import { crc32 } from 'node:zlib'
import { expect, describe, test } from 'vitest'
import { decodeChunk, encodeChunk } from './chunk.ts'
import { checkMessagePack } from './check-message-pack.ts'
import { decodeValue, encodeValue } from './codec.ts'

const damaged = expect.objectContaining({ code: 'ATOMIC4004' }) as Error

const kinds = { mixed: 0, numbers: 1, strings: 2, tuples: 5, lists: 6, structs: 7, optionals: 8 } as const
const u32 = (n: number): number[] => [n & 0xff, (n >>> 8) & 0xff, (n >>> 16) & 0xff, n >>> 24]
const many = 0xffff_fff0

describe('a chunk that claims to be much larger than it is', () => {
  test.each<[name: string, count: number, body: number[]]>([
    ['empty tuples', many, [kinds.tuples, 0]],
    ['empty tuples in tuples', many, [kinds.tuples, 1, kinds.tuples, 0]],
    ['objects without properties', many, [kinds.structs, ...u32(0), 0, 0, 0, ...u32(0)]],
    ['numbers', many, [kinds.numbers, 0]],
    ['strings', many, [kinds.strings, 0, 0]],
    ['a dictionary', 1, [kinds.strings, 3, ...u32(many), 0, 0]],
    ['optionals', many, [kinds.optionals]],
    ['optional values', 1, [kinds.optionals, 0, ...u32(many), kinds.numbers, 0]],
    ['lists of nothing', many, [kinds.lists, ...u32(0), 0]],
    ['lists whose lengths cancel out', 2, [kinds.lists, ...u32(0), 0, 127, -127 & 0xff, kinds.numbers, 0]],
    ['lists of one negative length', 1, [kinds.lists, ...u32(many), 0, -16 & 0xff, kinds.numbers, 0]],
    [
      'strings whose lengths cancel out',
      4,
      [kinds.strings, 0, 0, 3, -3 & 0xff, 3, 0, 0, ...u32(3), 97, 98, 99],
    ],
    ['long strings whose lengths cancel out', 2, [kinds.strings, 1, 0, 99, -99 & 0xff, 0, ...u32(0)]],
    ['halves of halves', 1, [kinds.strings, ...Array.from({ length: 100_000 }, () => 2)]],
    ['columns of columns', 1, Array.from({ length: 100_000 }, () => [kinds.tuples, 1]).flat()],
    ['too wide a tuple', 0, [kinds.tuples, 255, ...Array.from({ length: 255 }, () => [1, 0]).flat()]],
    ['a value too few', 2, [kinds.mixed, 0, ...u32(2), 0x91, 0xc0]],
    ['a value too many in a tuple', 1, [kinds.tuples, 1, kinds.mixed, 0, ...u32(3), 0x92, 0xc0, 0xc0]],
  ])('%s', (_, count, body) => {
    expect(() => decodeChunk(sealed(0x31c7a7, [...u32(count), ...body]))).toThrow(damaged)
  })

  test('more columns than any record has', () => {
    const wide = (depth: number): number[] =>
      depth === 0
        ? [kinds.numbers, 0]
        : [kinds.tuples, 8, ...Array.from({ length: 8 }, () => wide(depth - 1)).flat()]
    expect(decodeChunk(sealed(0x31c7a7, [...u32(0), ...wide(4)]))).toEqual([])
    expect(() => decodeChunk(sealed(0x31c7a7, [...u32(0), ...wide(6)]))).toThrow(damaged)
  })
})

describe('names that reach behind an object', () => {
  test.each([[['__proto__']], [['a', 'a']], [Array.from({ length: 65 }, (_, i) => `p${i}`)]])(
    'a struct cannot have the properties %j',
    (names) => {
      const good = encodeChunk(Array.from({ length: 8 }, () => ({ x: 1 })))
      const text = names.join('')
      const body = [kinds.structs, ...u32(names.length), 0, 0, ...names.map(({ length }) => length), 0]
      const columns = names.flatMap(() => [kinds.numbers, 0, 1])
      expect(decodeChunk(good)).toHaveLength(8)
      const bytes = sealed(0x31c7a7, [
        ...u32(1),
        ...body,
        ...u32(text.length),
        ...Buffer.from(text),
        ...columns,
      ])
      expect(() => decodeChunk(bytes)).toThrow(damaged)
    },
  )

  test('__proto__ in MessagePack is a name like any other', () => {
    const packed = [0x91, 0x81, 0xa9, ...Buffer.from('__proto__'), 0x81, 0xa1, 0x78, 0x01]
    const value = decodeValue(valueOf(packed)) as object
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
    expect(({} as { x?: unknown }).x).toBeUndefined()
  })

  test('__proto__ in an escape is a name like any other', () => {
    const value = decodeValue(encodeValue(JSON.parse('{"__proto__":{"x":1}}'))) as object
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
    expect(Object.keys(value)).toEqual(['__proto__'])
  })
})

describe('MessagePack that is never written', () => {
  test.each<[name: string, bytes: number[]]>([
    ['nothing', []],
    ['an array of four billion', [0xdd, 0xff, 0xff, 0xff, 0xff]],
    ['an array in which little is missing', [0xdd, 0, 0, 0, 2, 0xc0]],
    ['a map of four billion', [0xdf, 0xff, 0xff, 0xff, 0xff]],
    ['a text of four billion', [0xdb, 0xff, 0xff, 0xff, 0xff]],
    ['bytes of four billion', [0xc6, 0xff, 0xff, 0xff, 0xff]],
    ['a double that is cut off', [0xcb, 1, 2, 3]],
    ['a record', [0xd4, 0x72, 0x40, 0x91, 0xa1, 0x78, 0xc0]],
    ['an error', [0xc7, 0x00, 0x65, 0x92, 0xa5, ...Buffer.from('Error'), 0xa1, 0x78]],
    ['a regular expression', [0xc7, 0x00, 0x78, 0x92, 0xa1, 0x78, 0xa1, 0x67]],
    ['a reference', [0xd6, 0x70, 0, 0, 0, 1]],
    ['a date', [0xd6, 0xff, 0, 0, 0, 1]],
    ['a large integer', [0xc7, 0x09, 0x42, 1, 0, 0, 0, 0, 0, 0, 0, 0]],
    ['the byte without a meaning', [0xc1]],
    ['two values', [0xc0, 0xc0]],
    ['arrays in arrays', [...Array.from({ length: 100_000 }, () => 0x91), 0xc0]],
    ['maps in maps', [...Array.from({ length: 100_000 }, () => [0x81, 0xa0]).flat(), 0xc0]],
  ])('%s', (_, bytes) => {
    expect(() => checkMessagePack(Uint8Array.from(bytes))).toThrow()
    expect(() => decodeValue(valueOf(bytes))).toThrow(damaged)
  })

  test.each<[name: string, bytes: number[]]>([
    ['a negative length of a sparse array', escape('sparse', [0xff])],
    ['an index outside of a sparse array', escape('sparse', [2, 2, 1])],
    ['an index that is a name', escape('sparse', [2, 0xa6, ...Buffer.from('length'), 9], 3)],
    ['a name without a value', escape('object', [0xa1, 0x78])],
    ['an unknown tag', escape('constructor', [])],
    ['an unknown class of bytes', escape('binary', [0xa6, ...Buffer.from('Buffer'), 0xc4, 0], 3)],
    ['an unknown class of errors', escape('error', [0xa8, ...Buffer.from('Function'), 0], 3)],
    ['a reference to nothing', escape('reference', [0xa9, ...Buffer.from('__proto__')], 2)],
    ['a regular expression that is none', escape('regexp', [0xa1, 0x28, 0xa0], 3)],
  ])('%s', (_, bytes) => expect(() => decodeValue(valueOf([0x91, ...bytes], 1))).toThrow(damaged))
})

describe('what was written before', () => {
  test.each([
    [[[], [], []]],
    [[[[]], [[]]]],
    [Array.from({ length: 20 }, () => ({}))],
    [Array.from({ length: 20 }, () => [{}, []])],
    [[[undefined, null]]],
  ])('%j still travels', (rows) => expect(decodeChunk(encodeChunk(rows))).toEqual(rows))

  test('records of very many parts still travel', () => {
    const inner = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`p${i}`, i]))
    const middle = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`q${i}`, inner]))
    const outer = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`r${i}`, middle]))
    const rows = Array.from({ length: 8 }, () => outer)
    expect(decodeChunk(encodeChunk(rows))).toEqual(rows)
  })
})

/** Bytes with the header of what we write. */
function sealed(magic: number, body: readonly number[]): Uint8Array {
  const frame = Buffer.alloc(12 + body.length)
  frame.writeUInt32LE(magic, 0)
  frame.writeUInt32LE(frame.length, 4)
  frame.set(body, 12)
  frame.writeUInt32LE(crc32(frame.subarray(12)), 8)
  return frame
}

/** A value of MessagePack, rewritten (1) or not. */
function valueOf(packed: readonly number[], rewritten = 0): Uint8Array {
  return sealed(0x31d7a7, [rewritten, ...u32(packed.length), ...packed])
}

/** An escape with its tag and the bytes of its parts, each of one byte unless their number is given. */
function escape(tag: string, parts: readonly number[], items: number = 1 + parts.length): number[] {
  return [0x81, 0xa1, 0x00, 0x90 + items, 0xa0 + tag.length, ...Buffer.from(tag), ...parts]
}
