import type { Answer, Size, Workload } from './workload.ts'

/** Pi by throwing darts: nothing but computing. One seed for each partition. */
export const pi: Workload = {
  name: 'pi',
  title: ({ samples = 0 }) => `pi: ${(samples / 1e6).toLocaleString('en')} million samples`,
  // An even number for each of twelve partitions.
  size: (scale) => ({ samples: Math.round(10_000_000 * scale) * 24 }),
  write: () => ({}),
}

/** Ten times the darts. */
export const piLarge: Workload = { ...pi, name: 'large-pi', size: (scale) => pi.size(10 * scale) }

/** How many of the darts that follow from a seed land in the circle, of an even number of darts. */
export function countHits(seed: number, samples: number): number {
  // V8 keeps a BigInt in a 64-bit register when it is read from typed memory, cut with `asUintN` and written back; to
  // make a number of one would put it on the heap, so its low 16 bits are read from the same memory.
  const states = new BigUint64Array(4)
  const low = new Uint16Array(states.buffer)
  states[3] = BigInt.asUintN(64, BigInt(seed) * 6364136223846793005n + 1442695040888963407n)
  let hits = 0
  // Two darts a turn, since only the first has to wait for the memory.
  for (let i = 0; i < samples; i += 2) {
    const a = next(states[3] ?? 0n)
    const b = next(a)
    const c = next(b)
    const d = next(c)
    states[0] = a
    states[1] = b
    states[2] = c
    states[3] = d
    hits += isHit(low[0], low[4]) + isHit(low[8], low[12])
  }
  return hits
}

/** 1 or 0, with no branch: one in five would be guessed wrong. */
function isHit(one: number | undefined, other: number | undefined): number {
  const x = (one ?? 0) / 65535
  const y = (other ?? 0) / 65535
  return Number(x * x + y * y <= 1)
}

function next(state: bigint): bigint {
  const a = BigInt.asUintN(64, state ^ BigInt.asUintN(64, state << 13n))
  const b = BigInt.asUintN(64, a ^ (a >> 7n))
  return BigInt.asUintN(64, b ^ BigInt.asUintN(64, b << 17n))
}

export function seeds(partitions: number): number[] {
  return Array.from({ length: partitions }, (_, seed) => seed)
}

/** The hits, and what Atomic's own program prints of them: pi with six digits. */
export function piAnswer(hits: number, { samples = 0 }: Size): Answer {
  return { hits, pi: Number(((4 * hits) / samples).toFixed(6)) }
}
