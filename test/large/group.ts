import type { Context } from '@atomic-ts/atomic'
import { textOf, weightOf } from './data.ts'
import { printed, type Checked } from './checked.ts'

/** Groups texts of 90 letters by a key of which one has a quarter of all. */
export async function groupsTexts(ctx: Context, n: number, partitions: number): Promise<Checked> {
  const keys = 10_000
  const groups = await ctx
    .range(0, n, { partitions })
    .map((i): [string, string] => [i % 4 === 0 ? 'hot' : `key ${i % keys}`, textOf(i, 90)])
    .groupByKey(partitions)
    .map(([key, texts]): [string, number, number] => {
      let weight = 0
      // Twice, as a group may be gone through any number of times.
      for (const text of texts) weight += weightOf(text)
      for (const text of texts) weight += weightOf(text)
      return [key, texts.length, weight / 2]
    })
    .collect()
  const expected = new Map<string, [number, number]>()
  for (let i = 0; i < n; i++) {
    const key = i % 4 === 0 ? 'hot' : `key ${i % keys}`
    const [size, weight] = expected.get(key) ?? [0, 0]
    expected.set(key, [size + 1, weight + weightOf(textOf(i, 90))])
  }
  const isRight =
    groups.length === expected.size &&
    groups.every(([key, size, weight]) => {
      const [rightSize, rightWeight] = expected.get(key) ?? []
      return size === rightSize && weight === rightWeight
    })
  return { isRight, records: groups.length }
}

export default printed(groupsTexts, { partitions: 32 })
