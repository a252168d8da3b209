import { constants } from 'node:buffer'
import type { TextSplit } from '@atomic-ts/core/internal'
import { malformed } from '../malformed.ts'
import type { SourceReading } from '../source-format.ts'
import { textPieces } from '../text-pieces.ts'

/**
 * One record for a file: its path and its text.
 * @throws ATOMIC5002 when the file cannot be read, is not UTF-8, or is damaged as a compressed file; ATOMIC5008 when its
 *   text is longer than a string can be
 */
export async function* readWholeText(
  split: TextSplit,
  _options: object,
  { counts }: SourceReading,
): AsyncGenerator<unknown[]> {
  const { path } = split.file
  const pieces: string[] = []
  let length = 0
  for await (const piece of textPieces(split, counts)) {
    length += piece.length
    if (length > constants.MAX_STRING_LENGTH)
      throw malformed(
        path,
        ` holds more than ${constants.MAX_STRING_LENGTH} characters, which no string does.`,
        'Read its lines with textFile.',
      )
    pieces.push(piece)
  }
  counts.recordsRead++
  yield [[path, pieces.join('')]]
}
