import type { S3Options } from '@atomic-ts/core/internal'

/** An output that nobody sees yet. It becomes a folder of part files all at once, or leaves nothing behind. */
export interface Output {
  /** What workers need to write its parts. */
  readonly ref: OutputRef
  /**
   * Ends the output: the chosen attempts become `part-00000` and so on, all others are removed, and `_SUCCESS` says that
   * it is whole. When it throws, the output is discarded.
   *
   * @param parts what one attempt of each partition gave, in the order of partitions
   * @throws ATOMIC5003 when the path exists by now, ATOMIC5004 when it cannot be written
   */
  commit(parts: readonly WrittenPart[]): Promise<void>
  /** Removes everything that was not committed. It never rejects; a second call does nothing. Local files are gone when it returns. */
  discard(): Promise<void>
}

/** What an output is begun with. */
export interface OutputOptions {
  /** How many parts it will have. */
  readonly partitions: number
  /** What the names of part files end with, such as `.csv.gz`. */
  readonly extension?: string
  /** Whether what exists at the path is replaced. */
  readonly overwrite?: boolean | undefined
  /** Where the user asked for it, for error messages. */
  readonly at?: string | undefined
  /** Settings of `s3://` paths. */
  readonly s3?: S3Options | undefined
}

/** An output as workers know it; plain data. */
export interface OutputRef {
  /** The folder that it will be: an absolute path or an `s3://` URL. */
  readonly path: string
  /** The hidden folder beside it where attempts write, of a local one. */
  readonly staging?: string
  readonly partitions: number
  readonly extension: string
  readonly s3?: S3Options
}

/** Takes the bytes of one attempt of one partition. End it with `commit` or `abandon`. */
export interface PartSink extends ByteSink {
  /** Ends the file. Gives what the job's commit needs of it: plain data. */
  commit(): Promise<WrittenPart>
  /** Lets go of the file, which leaves nothing. It never rejects; after `commit` it does nothing. */
  abandon(): Promise<void>
}

/** Takes bytes. */
export interface ByteSink {
  /** Takes over the bytes: the caller changes them no more. */
  write(bytes: Uint8Array): void
  /** Whether the caller should wait before it writes more: memory is bounded by what is written between waits. */
  ready(): Promise<void> | undefined
}

/** A finished attempt's file, as data: its name, or the parts of an upload that waits to be completed. */
export type WrittenPart =
  | { readonly kind: 'file'; readonly bytes: number; readonly name: string }
  | { readonly kind: 'upload'; readonly bytes: number; readonly id: string; readonly tags: readonly string[] }

/** `part-00042` and the extension. */
export function partName({ partitions, extension }: OutputRef, partition: number): string {
  const digits = Math.max(5, String(partitions - 1).length)
  return `part-${String(partition).padStart(digits, '0')}${extension}`
}
