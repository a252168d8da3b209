import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { isAtomicError, type Compression, type TextSplit } from '@atomic-ts/core/internal'
import { fileSystemOf } from './file-system.ts'
import { LineDecoder } from './line-decoder.ts'
import { lineStart } from './line-start.ts'
import { lastLine, linesIn, type TextReading } from './lines-in.ts'
import { localFiles } from './local-files.ts'
import { readTextRange } from './read-text-range.ts'
import { unpacked } from './unpacked.ts'
import { shrunk, unreadable } from './unreadable.ts'

// Larger buffers are slower: their strings are no longer born in the young generation of the heap.
const defaultBufferBytes = 65536

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
  { bufferBytes = defaultBufferBytes, counts = { bytesRead: 0, recordsRead: 0 } }: Partial<TextReading> = {},
): Iterable<string[]> | AsyncIterable<string[]> {
  const reading = { bufferBytes, counts }
  if (split.compression) return readPacked(split, split.compression, reading)
  // Plain files of this machine are read without waiting: loops pull from them.
  const isLocal = fileSystemOf(split.file.path) === localFiles
  return isLocal ? readPlain(split, reading) : readTextRange(split, reading)
}

function* readPlain(split: TextSplit, reading: TextReading): Generator<string[]> {
  let fd: number | undefined
  try {
    fd = openSync(split.file.path, 'r')
    if (fstatSync(fd).size < split.end) throw shrunk(split.file.path, split.end)
    yield* readLines(fd, split, reading)
  } catch (error) {
    throw isAtomicError(error) ? error : unreadable(split.file.path, error)
  } finally {
    if (fd !== undefined) closeSync(fd)
  }
}

function* readLines(fd: number, split: TextSplit, { bufferBytes, counts }: TextReading): Generator<string[]> {
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
  yield* lastLine(decoder, counts)
}

async function* readPacked(
  { file }: TextSplit,
  compression: Compression,
  { bufferBytes, counts }: TextReading,
): AsyncGenerator<string[]> {
  const decoder = new LineDecoder({ path: file.path, start: 0, lines: 'copies', bufferBytes })
  const counted = (bytes: number): void => void (counts.bytesRead += bytes)
  for await (const bytes of unpacked(file, compression, counted)) yield* linesIn(bytes, decoder, counts)
  yield* lastLine(decoder, counts)
}
