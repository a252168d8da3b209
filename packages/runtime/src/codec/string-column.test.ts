import { expect, test } from 'vitest'
import { seemsRepetitive } from './string-column.ts'

const lengths = [64, 1000, 4096, 53_048, 110_696, 150_769, 400_000]

test.each(lengths)('%i strings that all differ never seem to occur twice', (n) => {
  expect(seemsRepetitive(Array.from({ length: n }, (_, i) => `${i}`))).toBe(false)
})

test.each(lengths)('%i strings of which each occurs ten times seem to, in any order', (n) => {
  expect(seemsRepetitive(Array.from({ length: n }, (_, i) => `${Math.floor(i / 10)}`))).toBe(true)
  expect(seemsRepetitive(Array.from({ length: n }, (_, i) => `${i % Math.ceil(n / 10)}`))).toBe(true)
})
