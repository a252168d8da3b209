import { expect, test } from 'vitest'
import { ByteWriter } from './byte-writer.ts'

test('what is written stays when the memory grows, wherever that happens', () => {
  const out = new ByteWriter(Buffer.alloc(1))
  const expected: number[] = []
  for (let i = 0; i < 300; i++) {
    out.byte(i & 0xff)
    out.uint32(i)
    out.text('ab', 'latin1')
    expected.push(i & 0xff, i & 0xff, i >>> 8, 0, 0, 2, 0, 0, 0, 97, 98)
  }
  expect([...out.written(0)]).toEqual(expected)
})
