import { AtomicError, type FileRef, type S3Options } from '@atomic-ts/core/internal'
import { localFiles } from './local-files.ts'
import type { Output, OutputOptions, OutputRef, PartSink } from './output.ts'
import { s3Files } from './s3/s3-files.ts'

/** The one port to where files are: everything that reads or writes files stands on it. */
export interface FileSystem {
  /**
   * The files that a path names: a file, a folder (its visible files, by name) or a glob. It is for the driver, which
   * waits for it.
   *
   * @throws ATOMIC5001 when nothing matches, ATOMIC5002 when a file cannot be read
   */
  find(path: string, where: Where): readonly FileRef[]
  /**
   * The bytes from `start` up to `end`, as they come; nothing else of the file is read.
   *
   * @throws ATOMIC5002, from the iteration, when they cannot be read, or the file is not what it was when it was found
   */
  read(file: FileRef, start: number, end: number): AsyncIterable<Uint8Array>
  /**
   * Begins an output in the driver: a folder of part files that nobody sees yet.
   *
   * @throws ATOMIC5003 when the path exists, ATOMIC5004 when nothing can be written there
   */
  begin(path: string, options: OutputOptions): Promise<Output>
  /**
   * Opens the file of one attempt, on a worker. Nobody sees it before the output is committed, and only if this attempt
   * is chosen.
   *
   * @throws ATOMIC5004, also from the sink, when the file cannot be written
   */
  openPart(output: OutputRef, partition: number, attempt: number): PartSink
}

/** How paths are looked up. */
export interface Where {
  /** Where the user asked for it, for error messages. */
  readonly at?: string | undefined
  /** Settings of `s3://` paths. */
  readonly s3?: S3Options | undefined
}

/**
 * The file system of a path: paths without a scheme and `file:` URLs are local.
 *
 * @throws ATOMIC5006 when the scheme is unknown
 */
export function fileSystemOf(path: string, at?: string): FileSystem {
  const scheme = schemeOf(path)
  if (scheme === undefined || scheme === 'file') return localFiles
  if (scheme === 's3') return s3Files
  throw new AtomicError('ATOMIC5006', {
    what: `${path} begins with ${scheme}://, which is no file system that is known here.`,
    at,
    fix: 'Use a local path, a file: URL or an s3:// URL.',
  })
}

/** `s3` of `s3://bucket/key`. One letter is a drive. */
export function schemeOf(path: string): string | undefined {
  return /^([a-z][a-z0-9+.-]+):(?:\/\/|(?<=^file:))/i.exec(path)?.[1]?.toLowerCase()
}

/** The bytes of a small file, or of a part of one. */
export async function readWhole(file: FileRef, start = 0, end: number = file.size): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for await (const piece of fileSystemOf(file.path).read(file, start, end)) pieces.push(piece)
  return Buffer.concat(pieces)
}
