import type { Context } from '@atomic-ts/atomic'
import { mixed, textOf, weightOf } from './data.ts'
import { printed, type Checked } from './checked.ts'

/** Sorts pairs of a number and 90 letters, about 100 bytes each: the first argument says how many. */
export async function sortsTexts(ctx: Context, n: number, partitions: number): Promise<Checked> {
  const parts = await ctx
    .range(0, n, { partitions })
    .map((i): [number, string] => [mixed(i), textOf(i, 90)])
    .sortByKey({ partitions })
    .mapPartitions(function* (pairs) {
      const part = { first: Infinity, last: -Infinity, records: 0, weight: 0, isInOrder: true }
      for (const [key, text] of pairs) {
        if (part.records++ === 0) part.first = key
        part.isInOrder &&= key >= part.last
        part.last = key
        part.weight += weightOf(text)
      }
      yield part
    })
    .collect()
  let end = -Infinity
  let isInOrder = true
  let records = 0
  let weight = 0
  for (const part of parts) {
    isInOrder &&= part.isInOrder && (part.records === 0 || part.first >= end)
    end = Math.max(end, part.last)
    records += part.records
    weight += part.weight
  }
  let expected = 0
  for (let i = 0; i < n; i++) expected += weightOf(textOf(i, 90))
  return { isRight: isInOrder && records === n && weight === expected, records }
}

export default printed(sortsTexts, { partitions: 64 })
