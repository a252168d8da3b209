import { isMainThread } from 'node:worker_threads'
import type { Context } from '@atomic-ts/atomic'

const limit = isMainThread ? 3 : readLimit()

function readLimit(): number {
  throw new Error('no limit on a worker')
}

/** A job whose tasks reach a constant that only the driver can set up. */
export function limited(ctx: Context): Promise<number> {
  return ctx
    .range(9)
    .filter((n) => n < limit)
    .count()
}
