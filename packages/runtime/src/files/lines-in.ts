import type { LineDecoder } from './line-decoder.ts'

/** What a reader of text counts. */
export interface TextCounts {
  bytesRead: number
  recordsRead: number
}

/** How text is read. */
export interface TextReading {
  /** How much is decoded at a time; lines may be longer. */
  readonly bufferBytes: number
  readonly counts: TextCounts
}

/** The lines that some bytes complete. */
export function* linesIn(bytes: Uint8Array, decoder: LineDecoder, counts: TextCounts): Generator<string[]> {
  for (let taken = 0; taken < bytes.length;) {
    const space = decoder.space()
    const length = Math.min(space.length, bytes.length - taken)
    space.set(bytes.subarray(taken, taken + length))
    taken += length
    const lines = decoder.take(length)
    counts.recordsRead += lines.length
    if (lines.length > 0) yield lines
  }
}

/** The line that no line end follows, after the last bytes. */
export function* lastLine(decoder: LineDecoder, counts: TextCounts): Generator<string[]> {
  const rest = decoder.rest()
  counts.recordsRead += rest.length
  if (rest.length > 0) yield rest
}
