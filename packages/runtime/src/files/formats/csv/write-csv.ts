import { stringify } from 'csv-stringify/sync'
import type { ByteSink } from '../../output.ts'
import type { RecordWriter } from '../../part-format.ts'
import { inside, isPlainObject, nameOf, unfitValue } from '@atomic-ts/core/internal'

/** How CSV is written. */
export interface CsvWriting {
  readonly delimiter: string
  readonly quote: string
  readonly escape: string
  /** Whether the first row of each file names the columns. */
  readonly header: boolean
  /** The columns, where records are objects; records are arrays when left out. */
  readonly columns?: readonly string[] | undefined
  /** The text of a field that holds nothing. */
  readonly nullValue: string
}

/**
 * A row of CSV for each record. Dates are text in ISO form, `null` and `undefined` the null value.
 * @throws ATOMIC5009 from the writer, for a record that CSV has no form for
 */
export function writeCsv(
  out: ByteSink,
  { header, columns, nullValue, ...dialect }: CsvWriting,
): RecordWriter {
  // What a reader could take for the end of a row, or for a mark, is quoted too.
  const options = { ...dialect, record_delimiter: '\n', quoted_match: /[\r\n\uFEFF]/ }
  const known = columns && new Set(columns)
  let width = columns?.length
  if (header && columns) hand([[...columns]])
  return {
    write(records) {
      hand(records.map(rowOf))
    },
    end() {},
  }

  function rowOf(record: unknown): string[] {
    if (known) return fieldsOf(record, columns ?? [], known)
    if (!Array.isArray(record)) throw notRow(record)
    width ??= record.length
    if (record.length !== width)
      throw unfitValue(
        '',
        `has ${record.length} fields, and one before it has ${width}`,
        'Give all the same number of fields.',
      )
    return Array.from(record as readonly unknown[], (value, i) => textOf(value, `[${i}]`))
  }

  function fieldsOf(record: unknown, names: readonly string[], all: ReadonlySet<string>): string[] {
    if (!isPlainObject(record)) throw notRow(record)
    for (const name of Object.keys(record)) {
      if (all.has(name) || record[name] === undefined) continue
      throw unfitValue(
        inside('', name),
        `is none of the columns ${names.join(', ')}`,
        'Name it in columns, or leave it out of the records.',
      )
    }
    return names.map((name) => textOf(record[name], inside('', name)))
  }

  function textOf(value: unknown, path: string): string {
    if (value === null || value === undefined) return nullValue
    if (typeof value === 'string') {
      if (/\p{Surrogate}/u.test(value))
        throw unfitValue(
          path,
          'holds half of a surrogate pair, which has no form in UTF-8',
          'Repair it with toWellFormed().',
        )
      return value
    }
    if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean')
      return String(value)
    if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString()
    throw unfitValue(
      path,
      `holds ${nameOf(value)}, for which CSV has no form`,
      'Make it text first, for example with JSON.stringify.',
    )
  }

  function hand(rows: string[][]): void {
    if (rows.length === 0) return
    // A blank line is no row, so an empty field that is alone is quoted.
    const text = stringify(rows, { ...options, quoted_empty: rows[0]?.length === 1 })
    out.write(Buffer.from(text))
  }
}

function notRow(record: unknown): Error {
  return unfitValue('', `is ${nameOf(record)}, and no row`, 'Make arrays or objects first: map((x) => [x]).')
}
