import type { Context } from '@atomic-ts/atomic'

/** Throws a dart at the unit square: 1 when it lands in the circle. The seed decides where, on every worker alike. */
export function dart(seed: number) {
  const x = xorshift(Math.imul(seed + 1, 0x9e3779b1))
  const y = xorshift(x)
  return (x / 2 ** 32) ** 2 + (y / 2 ** 32) ** 2 <= 1 ? 1 : 0
}

/** The pseudo-random number after `n`, below 2 ** 32. */
function xorshift(n: number) {
  const a = n ^ (n << 13)
  const b = a ^ (a >>> 17)
  return (b ^ (b << 5)) >>> 0
}

/** Estimates pi: `pi.ts [darts]`. */
export default async function main(ctx: Context, args: string[]) {
  const darts = Number(args[0] ?? 20_000_000)
  const hits = await ctx
    .range(darts)
    .map(dart)
    .reduce((a, b) => a + b)
  console.log(`pi is about ${(4 * hits) / darts}`)
}
