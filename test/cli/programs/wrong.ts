import type { Context } from '@atomic-ts/atomic'

export default async function main(ctx: Context): Promise<void> {
  let total = 0
  await ctx.range(5).foreach((n) => {
    total += n
  })
  const numbers = ctx.range(3)
  await ctx.range(5).foreach((n) => {
    void numbers.take(n)
  })
  console.log(total)
}
