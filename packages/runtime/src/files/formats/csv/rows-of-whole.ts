import { once } from 'node:events'
import { parse } from 'csv-parse'
import { isAtomicError, type TextSplit } from '@atomic-ts/core/internal'
import { textPieces } from '../text-pieces.ts'
import type { CsvDialect } from './csv-dialect.ts'
import { csvError, parserError } from './csv-error.ts'
import { parserOptions } from './parser-options.ts'

// Rows are given in chunks of at least so many, but for the last.
const chunkRows = 1024

/** The rows of a whole file, in chunks: a quoted field may go on in the next line. */
export async function* rowsOfWhole(
  split: TextSplit,
  dialect: CsvDialect,
  counts: { bytesRead: number; recordsRead: number },
): AsyncGenerator<string[][]> {
  const parser = parse({ ...parserOptions(dialect), record_delimiter: ['\r\n', '\n', '\r'] })
  const fed = feed()
  let rows: string[][] = []
  try {
    for await (const row of parser as AsyncIterable<string[]>) {
      rows.push(row)
      if (rows.length < chunkRows) continue
      yield rows
      rows = []
    }
    await fed
  } catch (error) {
    if (isAtomicError(error)) throw error
    const { line, what } = parserError(error)
    throw csvError(split, line, what, error)
  } finally {
    parser.destroy()
    await fed.catch(() => undefined)
  }
  if (rows.length > 0) yield rows

  async function feed(): Promise<void> {
    try {
      for await (const text of textPieces(split, counts)) {
        if (parser.destroyed) return
        if (!parser.write(text)) await Promise.race([once(parser, 'drain'), once(parser, 'close')])
      }
      parser.end()
    } catch (error) {
      parser.destroy(error instanceof Error ? error : new Error(String(error)))
    }
  }
}
