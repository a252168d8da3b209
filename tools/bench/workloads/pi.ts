import type { Answer, Size, Workload } from './workload.ts'

/** Pi by throwing darts: nothing but computing. One seed for each partition. */
export const pi: Workload = {
  name: 'pi',
  title: ({ samples = 0 }) => `pi: ${(samples / 1e6).toLocaleString('en')} million samples`,
  size: (scale) => ({ samples: Math.round(20_000_000 * scale) * 12 }),
  write: () => ({}),
}

/** Ten times the darts. */
export const piLarge: Workload = { ...pi, name: 'large-pi', size: (scale) => pi.size(10 * scale) }

/** How many of the darts that follow from a seed land in the circle. */
export function countHits(seed: number, samples: number): number {
  // V8 keeps a BigInt in a 64-bit register when it is read from typed memory, cut with `asUintN` and written back; to
  // make a number of one would put it on the heap, so its low 16 bits are read from the same memory.
  const states = new BigUint64Array(2)
  const low = new Uint16Array(states.buffer)
  states[1] = BigInt.asUintN(64, BigInt(seed) * 6364136223846793005n + 1442695040888963407n)
  let hits = 0
  for (let i = 0; i < samples; i++) {
    const state = next(states[1] ?? 0n)
    states[0] = state
    states[1] = next(state)
    const x = (low[0] ?? 0) / 65535
    const y = (low[4] ?? 0) / 65535
    // No branch: one in five would be guessed wrong.
    hits += Number(x * x + y * y <= 1)
  }
  return hits
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
