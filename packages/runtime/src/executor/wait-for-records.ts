import { asyncBatches, batches } from './batches.ts'
import { iterable } from './kernel.ts'

/**
 * The records that a function gives which may wait: at once or as they come, now or later.
 * @param signal ends every wait, however long the function would go on
 */
export async function* waitForRecords(result: unknown, signal: AbortSignal): AsyncIterable<unknown[]> {
  const given = await until(signal, result)
  if (typeof given === 'object' && given !== null && Symbol.asyncIterator in given) {
    yield* asyncBatches(ending(signal, given as AsyncIterable<unknown>))
  } else yield* batches(iterable(given, 'mapPartitions in a barrier stage'))
}

async function* ending(signal: AbortSignal, records: AsyncIterable<unknown>): AsyncIterable<unknown> {
  const source = records[Symbol.asyncIterator]()
  let isOver = false
  try {
    for (;;) {
      const { done, value } = await until(signal, source.next())
      isOver = done === true
      if (isOver) return
      yield value
    }
  } finally {
    // A generator that waits for something else gets to its end later than this attempt.
    if (!isOver) source.return?.().catch(() => undefined)
  }
}

/** What a promise resolves to, unless the signal aborts first. */
function until<R>(signal: AbortSignal, promised: R | PromiseLike<R>): Promise<R> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const abort = (): void => reject(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    Promise.resolve(promised)
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', abort))
  })
}
