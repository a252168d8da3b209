import { AtomicError, type AnyFunction } from '@atomic-ts/core/internal'
import { currentAttempt } from '../task/attempt.ts'
import type { Effect } from './effect.ts'
import { untilAborted } from './until-aborted.ts'

// Records leave in chunks of so many at most.
const largestChunk = 1024

/** Calls the user's function for each split, and gives the records of what it opens. */
export function openSource(task: AnyFunction | undefined): Effect {
  const open = task as Open
  return async function* (splits, signal) {
    const counts = currentAttempt()?.counts.input ?? { recordsRead: 0 }
    for await (const chunk of splits) {
      for (const split of chunk) {
        const opened = await untilAborted(Promise.resolve(open(split, { signal })), signal)
        for await (const rows of whileWanted(chunksOf(recordsOf(opened)), signal)) {
          counts.recordsRead += rows.length
          yield rows
        }
      }
    }
  }
}

type Open = (split: unknown, call: { readonly signal: AbortSignal }) => unknown

async function* chunksOf(records: Records): AsyncGenerator<unknown[], void, undefined> {
  // A short chunk first: who takes a few records of a slow source does not wait for many.
  let size = 1
  let rows: unknown[] = []
  for await (const record of records) {
    rows.push(record)
    if (rows.length < size) continue
    yield rows
    rows = []
    size = Math.min(2 * size, largestChunk)
  }
  if (rows.length > 0) yield rows
}

/** The chunks until the attempt is cancelled, also while the source waits. */
async function* whileWanted(
  chunks: AsyncGenerator<unknown[], void, undefined>,
  signal: AbortSignal,
): AsyncGenerator<unknown[]> {
  try {
    for (;;) {
      const { done = false, value } = await untilAborted(chunks.next(), signal)
      if (done || !value) return
      yield value
    }
  } finally {
    const closed = chunks.return()
    // What waits may never be closed; nobody waits with it.
    if (signal.aborted) closed.catch(() => undefined)
    else await closed
  }
}

type Records = AsyncIterable<unknown> | Iterable<unknown>

function recordsOf(opened: unknown): Records {
  if (
    typeof opened === 'object' &&
    opened !== null &&
    (Symbol.asyncIterator in opened || Symbol.iterator in opened)
  )
    return opened as Records
  throw new AtomicError('ATOMIC2003', {
    what: 'The open function of fromSource must give an iterable or an async one, such as a stream; it gave something else.',
    fix: 'Return an array, a stream, or use a generator function, also an async one.',
  })
}
