import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MemoryBudget } from './memory-budget.ts'

test('what is reserved never passes the limit, and all of it comes back', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(3 << 20), { maxLength: 30 }),
      fc.integer({ min: 1, max: 8 << 20 }),
      (asked, limit) => {
        const budget = MemoryBudget.of(limit)
        const other = MemoryBudget.from(budget.cells)
        const given = asked.filter((bytes, i) => (i % 2 === 0 ? budget : other).reserve(bytes))
        expect(budget.used).toBeLessThanOrEqual(budget.limit)
        expect(budget.peak).toBe(budget.used)
        for (const bytes of given) other.release(bytes)
        expect(budget.used).toBe(0)
      },
    ),
  )
})

test('what does not fit is refused as a whole, and what is taken anyway leaves less', () => {
  const budget = MemoryBudget.of(10_240)
  expect(budget.reserve(6000)).toBe(true)
  expect(budget.reserve(6000)).toBe(false)
  expect(budget.reserve(4000)).toBe(true)
  budget.take(50_000)
  budget.release(6000)
  expect(budget.reserve(1)).toBe(false)
})
