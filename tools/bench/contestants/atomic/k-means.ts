import type { Context } from '@atomic-ts/atomic'
import {
  addMembers,
  centresAnswer,
  firstCentres,
  moveCentres,
  nearest,
  pointAt,
  type Members,
} from '../../workloads/k-means.ts'
import type { Problem } from '../../workloads/workload.ts'
import { measured, type Run } from '../serve.ts'

export async function kMeans(ctx: Context, { size, partitions }: Problem): Promise<Run> {
  const { points: count = 0, iterations = 0 } = size
  const points = ctx.range(0, count, { partitions }).map(pointAt).cache()
  await points.count()
  return measured({
    job: async () => {
      let centres = firstCentres()
      for (let i = 0; i < iterations; i++) {
        const now = centres
        const members = await points
          .map((point): [number, Members] => [nearest(point, now), [1, [...point]]])
          .reduceByKey(addMembers)
          .collect()
        centres = moveCentres(centres, members)
      }
      return centres
    },
    answer: centresAnswer,
  })
}
