import { StorageLevel, type Context } from '@atomic-ts/atomic'
import { printed, type Checked } from './checked.ts'
import { textOf, weightOf } from './data.ts'

/** Caches texts of 90 letters in memory and on disk, and goes through them three times: they are made once. */
export async function cachesTexts(ctx: Context, n: number, partitions: number): Promise<Checked> {
  const made = ctx.longAccumulator('texts made')
  const texts = ctx
    .range(0, n, { partitions })
    .map((i) => {
      made.add(1)
      return textOf(i, 90)
    })
    .persist(StorageLevel.MEMORY_AND_DISK)
  let expected = 0
  for (let i = 0; i < n; i++) expected += weightOf(textOf(i, 90))
  let isRight = true
  for (let pass = 0; pass < 3; pass++) isRight &&= (await texts.map(weightOf).sum()) === expected
  return { isRight: isRight && made.value === n, records: n }
}

export default printed(cachesTexts, { partitions: 64 })
