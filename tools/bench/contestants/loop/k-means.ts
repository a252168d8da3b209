import { centresAnswer, firstCentres, moveCentres, nearest, pointAt } from '../../workloads/k-means.ts'
import type { Members } from '../../workloads/k-means.ts'
import type { Problem } from '../../workloads/workload.ts'
import { measured, type Run } from '../serve.ts'

export function kMeans({ size }: Problem): Run {
  const { points: count = 0, iterations = 0 } = size
  const points = Array.from({ length: count }, (_, i) => pointAt(i))
  return measured({
    job: () => {
      let centres = firstCentres()
      for (let i = 0; i < iterations; i++) centres = moveCentres(centres, membersOf(points, centres))
      return centres
    },
    answer: centresAnswer,
  })
}

function membersOf(points: readonly number[][], centres: readonly number[][]): Map<number, Members> {
  const members = new Map<number, Members>()
  for (const point of points) {
    const cluster = nearest(point, centres)
    const known = members.get(cluster)
    if (!known) {
      members.set(cluster, [1, [...point]])
      continue
    }
    known[0]++
    for (let i = 0; i < point.length; i++) known[1][i] = (known[1][i] ?? 0) + (point[i] ?? 0)
  }
  return members
}
