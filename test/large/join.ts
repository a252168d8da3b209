import type { Context } from '@atomic-ts/atomic'
import { textOf, weightOf } from './data.ts'
import { printed, type Checked } from './checked.ts'

/** Joins so many texts of 90 letters with half as many: every second key is on both sides. */
export async function joinsTexts(ctx: Context, n: number, partitions: number): Promise<Checked> {
  const left = ctx.range(0, n, { partitions }).map((i): [number, string] => [i, textOf(i, 90)])
  const right = ctx.range(0, n / 2, { partitions }).map((i): [number, string] => [2 * i, textOf(i + n, 90)])
  const { records, weight } = await left
    .join(right, partitions)
    .map(([key, [a, b]]) => ({ records: 1, weight: weightOf(a) + 2 * weightOf(b) + (key % 1000) }))
    .reduce((a, b) => ({ records: a.records + b.records, weight: a.weight + b.weight }))
  let expected = 0
  for (let i = 0; i < n / 2; i++) {
    expected += weightOf(textOf(2 * i, 90)) + 2 * weightOf(textOf(i + n, 90)) + ((2 * i) % 1000)
  }
  return { isRight: records === n / 2 && weight === expected, records }
}

export default printed(joinsTexts, { partitions: 64 })
