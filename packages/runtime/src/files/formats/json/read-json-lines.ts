import type { TextSplit } from '@atomic-ts/core/internal'
import { openTextSplit } from '../../read-text-split.ts'
import { linesBefore } from '../lines-before.ts'
import { malformed, messageOf } from '../malformed.ts'
import { snippet } from '../snippet.ts'
import type { SourceReading } from '../source-format.ts'
import { parseJson, type LargeIntegers } from './parse-json.ts'

/** How JSON lines are read. */
export interface JsonReading {
  readonly largeIntegers?: LargeIntegers | undefined
}

/**
 * The values of the lines that start in a split; blank lines are passed over.
 * @throws ATOMIC5002 when the file cannot be read, ATOMIC5008 for a line that is no JSON
 */
export async function* readJsonLines(
  split: TextSplit,
  { largeIntegers = 'fail' }: JsonReading,
  { counts }: SourceReading,
): AsyncGenerator<unknown[]> {
  let before = 0
  for await (const lines of openTextSplit(split, { counts })) {
    const values: unknown[] = []
    for (const [i, line] of lines.entries()) {
      if (isBlank(line)) continue
      try {
        values.push(parseJson(line, largeIntegers))
      } catch (cause) {
        throw await lineError(split, before + i, line, cause)
      }
    }
    before += lines.length
    counts.recordsRead += values.length - lines.length
    yield values
  }
}

async function lineError(split: TextSplit, index: number, line: string, cause: unknown): Promise<Error> {
  const number = (await linesBefore(split)) + index + 1
  const isLarge = cause instanceof RangeError
  return malformed(
    split.file.path,
    `, line ${number}, ${isLarge ? 'holds what no number does' : 'is no JSON'}: ${messageOf(cause)}. It reads ${snippet(line)}.`,
    isLarge
      ? "Ask for { largeIntegers: 'bigint' }, or { largeIntegers: 'round' }."
      : 'Mend the line; each line must be one whole JSON value.',
    cause,
  )
}

function isBlank(line: string): boolean {
  return line.length < 80 && line.trim() === ''
}
