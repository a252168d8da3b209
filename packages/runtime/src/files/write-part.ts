import type { AnyFunction, Compression } from '@atomic-ts/core/internal'
import type { Effect } from '../effects/effect.ts'
import { currentAttempt } from '../task/attempt.ts'
import { fileSystemOf } from './file-system.ts'
import type { OutputRef } from './output.ts'
import { packed } from './packed.ts'
import { partFormat, type PartParams } from './part-format.ts'

/** The constants of a step that writes a part. */
export interface WriteParams {
  readonly output: OutputRef
  readonly format: string
  readonly params: PartParams
  readonly compression?: Compression | undefined
}

/** Writes a partition's records to the file of its attempt. Gives one row: what commits it. */
export function writePart(tasks: readonly AnyFunction[], step: object): Effect {
  const { output, format, params, compression } = step as WriteParams
  return async function* (records, signal) {
    const attempt = currentAttempt()
    if (!attempt) throw new TypeError('Parts are written by tasks.')
    const open = await partFormat(format, params)
    const { partition, attempt: number } = attempt.parts.task
    const part = await packed(fileSystemOf(output.path).openPart(output, partition, number), compression)
    try {
      const writer = open(part, params, tasks)
      for await (const rows of records) {
        signal.throwIfAborted()
        await writer.write(rows)
        attempt.counts.output.recordsWritten += rows.length
        await part.ready()
      }
      await writer.end()
      const written = await part.commit()
      attempt.counts.output.bytesWritten += written.bytes
      yield [written]
    } finally {
      await part.abandon()
    }
  }
}
