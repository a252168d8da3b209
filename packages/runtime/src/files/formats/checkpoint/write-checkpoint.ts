import { currentAttempt } from '../../../task/attempt.ts'
import type { ByteSink } from '../../output.ts'
import type { PartParams, RecordWriter } from '../../part-format.ts'
import { writeObjectFile } from '../object/write-object-file.ts'

/** What the first record of a checkpoint's file says: whose it is. */
export interface Stamp {
  readonly checkpoint: string
  readonly partition: number
}

/** Writes a partition of a checkpoint: an object file that says which. */
export function writeCheckpoint(out: ByteSink, { id }: PartParams): RecordWriter {
  const file = writeObjectFile(out)
  const { partition = -1 } = currentAttempt()?.parts.task ?? {}
  const stamp: Stamp = { checkpoint: String(id), partition }
  void file.write([stamp])
  return file
}
