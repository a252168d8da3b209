import { noise } from './random.ts'
import type { Answer, Workload } from './workload.ts'

const dimensions = 4
const clusters = 10

/** Lloyd's algorithm over points that stay in memory: much computing, and a tiny aggregate by key. */
export const kMeans: Workload = {
  name: 'k-means',
  title: ({ points = 0, iterations = 0 }) =>
    `k-means: ${iterations} iterations, ${(points / 1e6).toLocaleString('en')} million points, ${clusters} clusters`,
  size: (scale) => ({ points: Math.round(1_000_000 * scale), iterations: 10 }),
  write: () => ({}),
}

/** A point in a cube. */
export function pointAt(index: number): number[] {
  return Array.from({ length: dimensions }, (_, i) => noise(index * dimensions + i))
}

/** The points that the search begins at. */
export function firstCentres(): number[][] {
  return Array.from({ length: clusters }, (_, i) => pointAt(i * 97))
}

/** The index of the centre that is nearest to a point; the first one of equals. */
export function nearest(point: readonly number[], centres: readonly (readonly number[])[]): number {
  let best = 0
  let least = Infinity
  for (let c = 0; c < centres.length; c++) {
    const centre = centres[c] ?? []
    let distance = 0
    for (let i = 0; i < point.length; i++) distance += ((point[i] ?? 0) - (centre[i] ?? 0)) ** 2
    if (distance < least) {
      best = c
      least = distance
    }
  }
  return best
}

/** The points of a cluster: their number and their sum. */
export type Members = [count: number, sum: number[]]

export function addMembers([count, sum]: Members, [more, other]: Members): Members {
  for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + (other[i] ?? 0)
  return [count + more, sum]
}

/** Every centre moves to the mean of its members; without any, it stays. */
export function moveCentres(
  centres: readonly number[][],
  members: Iterable<readonly [cluster: number, members: Members]>,
): number[][] {
  const moved = [...centres]
  for (const [cluster, [count, sum]] of members) moved[cluster] = sum.map((x) => x / count)
  return moved
}

export function centresAnswer(centres: readonly (readonly number[])[]): Answer {
  return Object.fromEntries(centres.flatMap((centre, c) => centre.map((x, i) => [`c${c}.${i}`, x])))
}
