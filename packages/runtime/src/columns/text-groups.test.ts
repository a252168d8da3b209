import { expect, test } from 'vitest'
import { decodeColumn, encodeInMemory } from '../codec/chunk.ts'
import { groupsOfText } from './text-groups.ts'

test('strings that differ are groups of their own, also where their hashes are equal', () => {
  // Of so many, about twenty pairs have one hash of 32 bits.
  const strings = Array.from({ length: 400_000 }, (_, i) => `${10_000_000 + i * 211}`)
  const column = decodeColumn(encodeInMemory([...strings, strings[7]]))
  if (column.kind !== 'text') throw new TypeError(`The strings are a column of ${column.kind}.`)
  const { ids, firsts } = groupsOfText(column)
  expect(firsts).toHaveLength(strings.length)
  expect(ids.at(-1)).toBe(7)
})
