import type { Context, CustomAccumulator } from '@atomic-ts/atomic'

/** A program of its own: it makes the accumulators that the tasks of another one add to. */

export function longest(ctx: Context): CustomAccumulator<string> {
  return ctx.accumulator('', (a, b) => (b.length > a.length ? b : a))
}

/** Its merge function captures a broadcast, which a worker needs as well. */
export function bestOf(ctx: Context, ranks: ReadonlyMap<string, number>): CustomAccumulator<string> {
  const table = ctx.broadcast(ranks)
  return ctx.accumulator('', (a, b) => ((table.value.get(b) ?? 0) > (table.value.get(a) ?? 0) ? b : a))
}
