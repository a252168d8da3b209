import { AtomicError, RDD } from '@atomic-ts/core'

/** What a call gives, as plain data: records for an RDD, entries for a Map, and for an error its code or its cause's. */
export async function answerOf(call: () => unknown): Promise<unknown> {
  try {
    return await plain(await call())
  } catch (error) {
    if (!(error instanceof AtomicError)) throw error
    return error.cause instanceof AtomicError ? error.cause.code : error.code
  }
}

async function plain(given: unknown): Promise<unknown> {
  if (given instanceof RDD) return given.collect()
  if (given instanceof Map) return [...(given as Map<unknown, unknown>)]
  if (Array.isArray(given)) return Promise.all(given.map(plain))
  return isAsyncIterable(given) ? gather(given) : given
}

async function gather(records: AsyncIterable<unknown>): Promise<unknown[]> {
  const all: unknown[] = []
  for await (const record of records) all.push(record)
  return all
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value
}
