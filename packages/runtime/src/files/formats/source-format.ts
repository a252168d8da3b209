import type { TextSplit } from '@atomic-ts/core/internal'

/** What a reader is told beside what it reads. */
export interface SourceReading {
  /** Counts what is read. */
  readonly counts: { bytesRead: number; recordsRead: number }
}

/** Gives the records of a part of a file, in chunks. */
export type SourceFormat = (
  split: TextSplit,
  options: Readonly<Record<string, unknown>>,
  reading: SourceReading,
) => AsyncIterable<unknown[]>
