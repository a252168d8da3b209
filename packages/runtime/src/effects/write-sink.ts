import { AtomicError, type AnyFunction, type SinkPart } from '@atomic-ts/core/internal'
import { currentAttempt } from '../task/attempt.ts'
import type { Effect } from './effect.ts'
import { untilAborted } from './until-aborted.ts'

/** Hands a partition's records to the user's function. Gives one row: what it gives. */
export function writeSink(task: AnyFunction | undefined): Effect {
  const write = task as Write
  return async function* (records, signal) {
    const attempt = currentAttempt()
    if (!attempt) throw new TypeError('Sinks are written by tasks.')
    const { output } = attempt.counts
    const { partition, attempt: number } = attempt.parts.task
    let isRead = false
    const part: SinkPart = { partition, attempt: number, signal }
    const result: unknown = await untilAborted(Promise.resolve(write(each(), part)), signal)
    if (!isRead) {
      throw new AtomicError('ATOMIC5004', {
        what: `The function of saveWith ended before it had read all records of partition ${partition}.`,
        fix: 'Read the records to their end, and wait for that; take or filter those that you want before saveWith.',
      })
    }
    yield [result]

    async function* each(): AsyncGenerator {
      for await (const chunk of records) {
        signal.throwIfAborted()
        for (const record of chunk) {
          output.recordsWritten++
          yield record
        }
      }
      isRead = true
    }
  }
}

type Write = (records: AsyncIterable<unknown>, part: SinkPart) => unknown
