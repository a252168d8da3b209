import type { Context } from '@atomic-ts/atomic'

export default async function main(ctx: Context, [path = 'out']: string[]): Promise<void> {
  ctx.listen(({ kind }) => kind === 'taskStarted' && console.log('started'))
  await ctx
    .range(0, 1e15, { partitions: 4 })
    .map((n) => `line ${n}`)
    .saveAsTextFile(path)
}
