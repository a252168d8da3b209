import type { TextSplit } from '@atomic-ts/core/internal'
import { fileSystemOf } from './file-system.ts'
import { LineDecoder } from './line-decoder.ts'
import { firstLineEnd } from './line-start.ts'
import { lastLine, linesIn, type TextReading } from './lines-in.ts'

const lf = 10
const cr = 13

// How much is asked for at a time behind a split, to find the end of its last line.
const firstTail = 64 * 1024
const largestTail = 8 * 2 ** 20

/**
 * The lines that start in a split of a file that is read as a stream: of its bytes, those of the split are asked for, and
 * after them what its last line still needs.
 */
export async function* readTextRange(
  { file, start, end }: TextSplit,
  { bufferBytes, counts }: TextReading,
): AsyncGenerator<string[]> {
  const files = fileSystemOf(file.path)
  // The byte before says whether a line starts with the split.
  let at = Math.max(0, start - 1)
  let skip = start > 0 ? lineSkipper() : undefined
  let decoder: LineDecoder | undefined
  let last: number | undefined
  for await (const bytes of files.read(file, at, end)) {
    const from = skip ? skip(bytes) : 0
    if (from !== undefined && at + from < end) {
      skip = undefined
      decoder ??= new LineDecoder({ path: file.path, start: at + from, lines: 'slices', bufferBytes })
      yield* taken(decoder, bytes.subarray(from))
    }
    at += bytes.length
    last = bytes.at(-1)
  }
  if (!decoder) return
  for (let size = firstTail; !isLineEnd(last) && at < file.size; size = Math.min(2 * size, largestTail)) {
    for await (const bytes of files.read(file, at, Math.min(at + size, file.size))) {
      const rest = bytes.subarray(0, firstLineEnd(bytes) + 1)
      yield* taken(decoder, rest)
      at += bytes.length
      last = rest.at(-1)
      if (isLineEnd(last)) break
    }
  }
  yield* lastLine(decoder, counts)

  function taken(into: LineDecoder, bytes: Uint8Array): Iterable<string[]> {
    counts.bytesRead += bytes.length
    return linesIn(bytes, into, counts)
  }
}

/** Finds, in bytes that come in pieces, where the first line behind a line end starts. */
function lineSkipper(): (bytes: Uint8Array) => number | undefined {
  let isAfterCr = false
  return (bytes) => {
    if (isAfterCr) return bytes[0] === lf ? 1 : 0
    const end = firstLineEnd(bytes)
    if (end === bytes.length) return undefined
    if (bytes[end] === cr && end + 1 === bytes.length) isAfterCr = true
    else return bytes[end] === cr && bytes[end + 1] === lf ? end + 2 : end + 1
    return undefined
  }
}

function isLineEnd(byte: number | undefined): boolean {
  return byte === lf || byte === cr
}
