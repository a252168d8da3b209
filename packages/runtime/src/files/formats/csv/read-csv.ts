import type { TextSplit } from '@atomic-ts/core/internal'
import type { SourceReading } from '../source-format.ts'
import type { CsvDialect } from './csv-dialect.ts'
import { csvError } from './csv-error.ts'
import { recordMaker } from './record-maker.ts'
import { rowsOfLines } from './rows-of-lines.ts'
import { rowsOfWhole } from './rows-of-whole.ts'

/** How a CSV file is read. */
export interface CsvReading extends CsvDialect {
  /** Whether the first row of each file names the columns; or their names, where no row does. */
  readonly header: boolean | readonly string[]
  /** Whether a quoted field may hold line breaks: then a file is one split. */
  readonly multiline: boolean
  /** The text of a field that holds nothing. */
  readonly nullValue?: string | undefined
}

/**
 * The rows of a split: objects where there is a header, or else arrays. Blank lines are passed over.
 * @throws ATOMIC5002 when the file cannot be read, ATOMIC5008 for a row that is not one of its file
 */
export async function* readCsv(
  split: TextSplit,
  options: CsvReading,
  { counts }: SourceReading,
): AsyncGenerator<unknown[]> {
  const { header, multiline } = options
  const chunks = multiline ? rowsOfWhole(split, options, counts) : rowsOfLines(split, options, counts)
  let make: ((row: string[]) => unknown) | undefined
  for await (const rows of chunks) {
    let own = rows
    if (!make) {
      // Whatever the split, the first row is that of the file, against which all others are checked.
      const [first] = rows
      if (!first) continue
      const names = header === true ? first : header === false ? undefined : header
      if (names && names.length !== first.length)
        throw csvError(split, 1, `has ${first.length} fields, and header names ${names.length}`)
      make = recordMaker(split, names, options.nullValue)
      if (header === true || split.start > 0) own = rows.slice(1)
    }
    counts.recordsRead += own.length
    if (own.length > 0) yield own.map(make)
  }
}
