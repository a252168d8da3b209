import { callSite } from '../rdd/call-site.ts'
import type { ActionOptions } from '../rdd/action-options.ts'
import type { RddBase } from '../rdd/base.ts'

/** How `toLocalIterator` reads ahead. */
export interface LocalIteratorOptions extends ActionOptions {
  /** Computes the next partition while the records of this one are used; false by default. */
  readonly prefetch?: boolean
}

/** The records, partition by partition: a job for each, when it is asked for. */
export function toLocalIterator<T>(
  rdd: RddBase<T>,
  options: LocalIteratorOptions,
): AsyncGenerator<T, void, undefined> {
  return partitionByPartition(rdd, callSite(), options)
}

async function* partitionByPartition<T>(
  rdd: RddBase<T>,
  at: string,
  { prefetch = false, signal: outer }: LocalIteratorOptions,
): AsyncGenerator<T, void, undefined> {
  rdd.runner.checkRunning({ op: 'toLocalIterator', at })
  const { partitions } = rdd.lineage
  const left = new AbortController()
  const signal = outer ? AbortSignal.any([outer, left.signal]) : left.signal
  const read = (partition: number): Promise<unknown[][]> => {
    const job = rdd.run('toLocalIterator', { op: 'collectRows' }, { at, signal, partitions: [partition] })
    // One that was read ahead may fail while nobody waits for it yet.
    job.catch(() => undefined)
    return job
  }
  try {
    let ahead = partitions > 0 ? read(0) : undefined
    for (let next = 1; ahead; next++) {
      const [rows = []] = await ahead
      ahead = prefetch && next < partitions ? read(next) : undefined
      yield* rows as T[]
      if (next < partitions) ahead ??= read(next)
    }
  } finally {
    left.abort('the loop over toLocalIterator() ended early')
  }
}
