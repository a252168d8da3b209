import { closeSync, createReadStream, fstatSync, openSync, readSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline } from 'node:stream'
import { createGunzip, type Gunzip } from 'node:zlib'
import { AtomicError, isAtomicError, type TextSplit } from '@atomic-ts/core/internal'
import { errnoMeaning } from './errno-meaning.ts'
import { LineDecoder } from './line-decoder.ts'
import { lineStart } from './line-start.ts'
import { shrunk, unreadable } from './unreadable.ts'

// Larger buffers are slower: their strings are no longer born in the young generation of the heap.
const defaultBufferBytes = 65536

/** What a reader counts. */
interface Counts {
  bytesRead: number
  recordsRead: number
}

/** How a split is read. */
export interface TextReading {
  readonly bufferBytes?: number | undefined
  readonly counts?: Counts
}

/**
 * The lines that start in a split, in chunks of whole lines. However a file is cut, every line is in exactly one
 * split. Lines end with `\n`, `\r\n` or `\r`; a byte order mark at the file's start is dropped. The file is closed when
 * the iteration ends, also early.
 *
 * @param split what `listTextSplits` gave
 * @param options.bufferBytes how much to read at a time, 64 KB by default; lines may be longer
 * @param options.counts counts lines, and bytes as they are stored: of a compressed file, the compressed ones
 * @throws ATOMIC5002, from the iteration, when the file cannot be read, is shorter than it was, is not UTF-8, or is
 *   damaged as a compressed file
 */
export function openTextSplit(
  split: TextSplit,
  { bufferBytes = defaultBufferBytes, counts = { bytesRead: 0, recordsRead: 0 } }: TextReading = {},
): Iterable<string[]> | AsyncIterable<string[]> {
  return split.compression
    ? readCompressed(split, bufferBytes, counts)
    : readPlain(split, bufferBytes, counts)
}

function* readPlain(split: TextSplit, bufferBytes: number, counts: Counts): Generator<string[]> {
  let fd: number | undefined
  try {
    fd = openSync(split.file.path, 'r')
    if (fstatSync(fd).size < split.end) throw shrunk(split.file.path, split.end)
    yield* readLines(fd, split, bufferBytes, counts)
  } catch (error) {
    throw failed(split, error)
  } finally {
    if (fd !== undefined) closeSync(fd)
  }
}

function* readLines(fd: number, split: TextSplit, bufferBytes: number, counts: Counts): Generator<string[]> {
  const start = lineStart(fd, split.start, bufferBytes)
  const end = lineStart(fd, split.end, bufferBytes)
  // Slices keep their neighbours in memory, but a split is small.
  const decoder = new LineDecoder({ path: split.file.path, start, lines: 'slices', bufferBytes })
  for (let at = start; at < end;) {
    const space = decoder.space()
    const length = readSync(fd, space, 0, Math.min(space.length, end - at), at)
    if (length === 0) throw shrunk(split.file.path, split.end)
    at += length
    counts.bytesRead += length
    const lines = decoder.take(length)
    counts.recordsRead += lines.length
    if (lines.length > 0) yield lines
  }
  const rest = decoder.rest()
  counts.recordsRead += rest.length
  if (rest.length > 0) yield rest
}

async function* readCompressed(
  split: TextSplit,
  bufferBytes: number,
  counts: Counts,
): AsyncGenerator<string[]> {
  const { path } = split.file
  const decoder = new LineDecoder({ path, start: 0, lines: 'copies', bufferBytes })
  const gunzip = createGunzip()
  // Errors of either stream end the iteration below.
  pipeline(createReadStream(path), gunzip, () => {})
  try {
    let before = 0
    for await (const bytes of gunzip as AsyncIterable<Buffer>) {
      counts.bytesRead += gunzip.bytesWritten - before
      before = gunzip.bytesWritten
      for (let taken = 0; taken < bytes.length;) {
        const length = bytes.copy(decoder.space(), 0, taken)
        taken += length
        const lines = decoder.take(length)
        counts.recordsRead += lines.length
        if (lines.length > 0) yield lines
      }
    }
    counts.bytesRead += gunzip.bytesWritten - before
    await checkPadding(path, gunzip)
    const rest = decoder.rest()
    counts.recordsRead += rest.length
    if (rest.length > 0) yield rest
  } catch (error) {
    throw failed(split, error)
  }
}

// Zeros may fill the last block of a tape. After a zero, zlib ignores everything.
async function checkPadding(path: string, gunzip: Gunzip): Promise<void> {
  const file = await open(path)
  try {
    const stream = file.createReadStream({ start: gunzip.bytesWritten, autoClose: false })
    for await (const bytes of stream as AsyncIterable<Buffer>)
      if (bytes.some((byte) => byte !== 0)) throw new Error('unknown data follows the compressed data')
  } finally {
    await file.close()
  }
}

function failed({ file: { path }, compression }: TextSplit, cause: unknown): unknown {
  if (isAtomicError(cause)) return cause
  if (!compression || isSystemError(cause)) return unreadable(path, cause)
  return new AtomicError('ATOMIC5002', {
    what: `${path} is damaged, or is no gzip file: ${errnoMeaning(cause).meaning}.`,
    fix: 'Check it with gzip -t, and fetch it again.',
    cause,
  })
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error
}
