import { parse } from 'csv-parse/sync'
import type { TextSplit } from '@atomic-ts/core/internal'
import { openTextSplit } from '../../read-text-split.ts'
import { linesBefore } from '../lines-before.ts'
import type { CsvDialect } from './csv-dialect.ts'
import { csvError, parserError } from './csv-error.ts'
import { parserOptions } from './parser-options.ts'

/** The first row of a split's file, then those of the split's lines, each of which is a row. */
export async function* rowsOfLines(
  split: TextSplit,
  dialect: CsvDialect,
  counts: { bytesRead: number; recordsRead: number },
): AsyncGenerator<string[][]> {
  const options = { ...parserOptions(dialect), record_delimiter: '\n' }
  const isRow = (line: string): boolean =>
    line !== '' && !(dialect.comment !== undefined && line.startsWith(dialect.comment))
  const head = await firstRow(split, isRow)
  if (!head) return
  const first = rowsOf([], 0)
  if (first instanceof Failure) throw csvError(split, head.line, first.what, first.cause)
  if (split.start > 0) yield first
  let before = 0
  for await (const lines of openTextSplit(split, { counts })) {
    counts.recordsRead -= lines.length
    const rows = rowsOf(lines, before)
    if (rows instanceof Failure)
      throw csvError(split, (await linesBefore(split)) + rows.line, rows.what, rows.cause)
    before += lines.length
    yield rows.slice(1)
  }

  // The first row goes before every batch, so that the parser holds each row against it.
  function rowsOf(lines: readonly string[], offset: number): string[][] | Failure {
    try {
      const rows = parse([head?.text, ...lines].join('\n'), options)
      if (rows.length === lines.filter(isRow).length + 1) return rows
    } catch (error) {
      const { line, what } = parserError(error)
      if (lines.length <= 1) return new Failure(offset + line - 1, what, error)
    }
    return firstFailure(lines, offset)
  }

  /** Looks for it line by line: a quote that is left open takes other lines with it. */
  function firstFailure(lines: readonly string[], offset: number): Failure {
    for (const [i, line] of lines.entries()) {
      const alone = rowsOf([line], offset + i)
      if (alone instanceof Failure) return new Failure(offset + i + 1, alone.what, alone.cause)
    }
    return new Failure(offset + 1, 'cannot be read', undefined)
  }
}

class Failure {
  readonly line: number
  readonly what: string
  readonly cause: unknown

  constructor(line: number, what: string, cause: unknown) {
    this.line = line
    this.what = what
    this.cause = cause
  }
}

/** The first row of a file, and its line. */
async function firstRow(
  { file, compression }: TextSplit,
  isRow: (line: string) => boolean,
): Promise<{ readonly text: string; readonly line: number } | undefined> {
  const whole = { file, start: 0, end: file.size, ...(compression && { compression }) }
  let before = 0
  for await (const lines of openTextSplit(whole)) {
    const i = lines.findIndex(isRow)
    const text = lines[i]
    if (text !== undefined) return { text, line: before + i + 1 }
    before += lines.length
  }
  return undefined
}
