import type { Answer, Size, Workload } from './workload.ts'

/** Pi by throwing darts: nothing but computing. One seed for each partition. */
export const pi: Workload = {
  name: 'pi',
  title: ({ samples = 0 }) => `pi: ${(samples / 1e6).toLocaleString('en')} million samples`,
  size: (scale) => ({ samples: Math.round(20_000_000 * scale) * 12 }),
  write: () => ({}),
}

/** Ten times the darts. */
export const piLarge: Workload = { ...pi, name: 'pi-large', size: (scale) => pi.size(10 * scale) }

/** How many of the darts that follow from a seed land in the circle. */
export function countHits(seed: number, samples: number): number {
  const state = BigInt.asIntN(64, BigInt(seed) * 6364136223846793005n + 1442695040888963407n)
  let high = Number(BigInt.asIntN(32, state >> 32n))
  let low = Number(BigInt.asIntN(32, state))
  let hits = 0
  // The generator's step stands here twice, since a call that gives two numbers would make an object.
  for (let i = 0; i < samples; i++) {
    high ^= (high << 13) | (low >>> 19)
    low ^= low << 13
    low ^= (low >>> 7) | (high << 25)
    high ^= high >>> 7
    high ^= (high << 17) | (low >>> 15)
    low ^= low << 17
    const x = (low & 0xffff) / 65535
    high ^= (high << 13) | (low >>> 19)
    low ^= low << 13
    low ^= (low >>> 7) | (high << 25)
    high ^= high >>> 7
    high ^= (high << 17) | (low >>> 15)
    low ^= low << 17
    const y = (low & 0xffff) / 65535
    if (x * x + y * y <= 1) hits++
  }
  return hits
}

export function seeds(partitions: number): number[] {
  return Array.from({ length: partitions }, (_, seed) => seed)
}

/** The hits, and what Atomic's own program prints of them: pi with six digits. */
export function piAnswer(hits: number, { samples = 0 }: Size): Answer {
  return { hits, pi: Number(((4 * hits) / samples).toFixed(6)) }
}
