import fc from 'fast-check'
import { expect, test } from 'vitest'
import { TextLines, type TextEncoding } from './text-lines.ts'

test('TextLines gives the same lines however the bytes are cut', () => {
  const piece = fc.constantFrom('a', 'é', '😀', '\n', '\r', '\r\n')
  const property = fc.property(
    fc.array(piece, { maxLength: 12 }),
    fc.constantFrom<TextEncoding>('utf8', 'utf16le'),
    fc.integer({ min: 1, max: 5 }),
    (pieces, encoding, size) => {
      const text = pieces.join('')
      const bytes = Buffer.from(text, encoding)
      const lines = new TextLines(encoding, ['cat'])
      const actual: string[] = []
      for (let at = 0; at < bytes.length; at += size)
        actual.push(...lines.take(bytes.subarray(at, at + size)))
      actual.push(...lines.rest())
      const expected = text.split(/\r\n|\r|\n/)
      if (expected.at(-1) === '') expected.pop()
      expect(actual).toEqual(expected)
    },
  )
  fc.assert(property, { numRuns: 500 })
})
