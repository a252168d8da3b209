import type { Context } from '@atomic-ts/atomic'

/** Driver code that must not run on a worker. */
console.log(`driver starts`)

/** @task */
export function shout(word: string): string {
  return word.toUpperCase()
}

export default async function main(ctx: Context, args: string[]): Promise<void> {
  console.log((await ctx.parallelize(args).mapTask(shout).collect()).join(' '))
}
