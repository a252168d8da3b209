import { AtomicError, isAtomicError } from '@atomic-ts/core/internal'
import { malformed } from '../malformed.ts'
import { readObjectFile } from '../object/read-object-file.ts'
import type { RandomAccess } from '../random-access.ts'
import type { Stamp } from './write-checkpoint.ts'

/** What is known of a checkpoint. */
export interface CheckpointOptions {
  readonly id: string
  /** The operation that made the RDD, and where it was called. */
  readonly of: string
}

/**
 * The records of a partition that was saved.
 * @throws ATOMIC5002 when the file cannot be read, ATOMIC5008 when it is damaged or another one
 */
export async function* readCheckpoint(
  file: RandomAccess,
  range: { readonly start: number; readonly end: number },
  { id, of }: CheckpointOptions,
): AsyncGenerator<unknown[]> {
  try {
    const blocks = readObjectFile(file, range)
    const first = await blocks.next()
    const [stamp] = first.done === true ? [] : (first.value as readonly Stamp[])
    const partition = Number(/part-(\d+)/.exec(file.path)?.[1])
    if (stamp?.checkpoint !== id || stamp.partition !== partition) {
      throw malformed(file.path, ' is of another checkpoint, or of another program.', fix)
    }
    yield* blocks
  } catch (cause) {
    if (!isAtomicError(cause)) throw cause
    const [reason] = cause.message.replace(/^ATOMIC\d+: /, '').split('\n')
    throw new AtomicError(cause.code, { what: `The checkpoint of ${of} is lost: ${reason}`, fix, cause })
  }
}

const fix = 'What it was computed from is forgotten: bring the file back, or run the program again.'
