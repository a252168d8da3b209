import type { Context } from '@atomic-ts/atomic'

/** What a workload says of its own answer. */
export interface Checked {
  readonly isRight: boolean
  readonly records: number
}

type Workload = (ctx: Context, n: number, partitions: number) => Promise<Checked>

/** The main function of a workload: its arguments are how many records it makes, and in how many partitions. */
export function printed(
  workload: Workload,
  defaults: { readonly partitions: number },
): (ctx: Context, args: string[]) => Promise<void> {
  return async (ctx, [count = '1000', partitions = String(defaults.partitions)]) => {
    console.log(JSON.stringify(await workload(ctx, Number(count), Number(partitions))))
  }
}
