import { always } from './tasks.ts'
import type { CallOptions } from '@atomic-ts/core'
import type { Operations } from './facts.ts'

const badOptions: readonly CallOptions[] = [
  { concurrency: 0 },
  { concurrency: 1.5 },
  { concurrency: Number.NaN },
  { retries: -1 },
  { backoff: -1 },
  { timeout: 0 },
  { timeout: Number.NaN },
  { rateLimit: 0 },
]

/** Operations that reach outside. */
export const sideEffects: Operations = {
  mapAsync: {
    call: (rdd) => rdd.mapAsync(async ([key]) => key),
    ofNothing: [],
    refuses: (rdd) => badOptions.map((options) => () => rdd.mapAsync(always, options)),
  },
  flatMapAsync: {
    call: (rdd) => rdd.flatMapAsync(async ([key]) => [key]),
    ofNothing: [],
    refuses: (rdd) => badOptions.map((options) => () => rdd.flatMapAsync(async ([key]) => [key], options)),
  },
  foreachAsync: {
    call: (rdd) => rdd.foreachAsync(async () => undefined),
    ofNothing: undefined,
    refuses: (rdd) => badOptions.map((options) => () => rdd.foreachAsync(always, options)),
  },
  pipe: {
    call: (rdd) => rdd.pipe(['cat']),
    ofNothing: [],
    refuses: (rdd) => [
      ...['', ' ', []].map((command) => () => rdd.pipe(command)),
      ...[0, -1, Number.NaN].map((timeout) => () => rdd.pipe(['cat'], { timeout })),
    ],
  },
}
