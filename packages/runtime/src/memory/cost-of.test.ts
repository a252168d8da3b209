import { expect, test } from 'vitest'
import { decodeColumn, encodeInMemory } from '../codec/chunk.ts'
import { costOf } from './cost-of.ts'

test('strings cost about as much in a text as they do one by one: whoever holds them may make them', () => {
  const rows = Array.from({ length: 1000 }, (_, i) => [`short ${i}`, `${i}`])
  const column = decodeColumn(encodeInMemory(rows))
  const strings = rows.reduce((sum, row) => sum + row.length * 40, 0)
  expect(costOf(column)).toBeGreaterThan(strings + 64 * rows.length)
  expect(costOf(column)).toBeLessThan(1.5 * costOf(rows))
})
