import { expect, test } from 'vitest'
import { Draws } from './draws.ts'
import { seeded } from './seeded.ts'

test('Draws holds every record as often as every other, also the last ones', () => {
  const [records, slots] = [50, 20_000]
  const draws = new Draws(slots, seeded(1))
  for (let i = 0; i < records; i++) draws.offer(i)
  const [[seen, drawn] = [0, []]] = draws.rows()
  expect([seen, drawn.length]).toEqual([records, slots])
  const counts = Array.from({ length: records }, (_, i) => drawn.filter((x) => x === i).length)
  // 400 each are expected; 100 is five standard deviations.
  expect(Math.max(...counts.map((count) => Math.abs(count - slots / records)))).toBeLessThan(100)
})

test('Draws holds neighbouring slots apart from each other', () => {
  const draws = new Draws(20_000, seeded(2))
  for (let i = 0; i < 4; i++) draws.offer(i)
  const [[, drawn] = [0, []]] = draws.rows()
  const same = drawn.filter((x, i) => x === drawn[i + 1]).length
  expect(Math.abs(same - 5000)).toBeLessThan(300)
})

test('Draws has nothing when nothing was offered, and one record many times', () => {
  expect(new Draws(3, seeded(1)).rows()).toEqual([])
  const draws = new Draws(3, seeded(1))
  draws.offer('a')
  expect(draws.rows()).toEqual([[1, ['a', 'a', 'a']]])
})
