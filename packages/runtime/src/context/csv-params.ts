import { AtomicError } from '@atomic-ts/core/internal'
import type { CsvReading } from '../files/formats/csv/read-csv.ts'
import type { CsvOptions } from './source-options.ts'

/**
 * The options of `csv`, complete.
 * @throws ATOMIC2005 when one is out of range
 */
export function csvParams(options: CsvOptions, at: string): CsvReading {
  const {
    header = false,
    delimiter = ',',
    quote = '"',
    escape = quote,
    comment,
    nullValue,
    multiline = true,
  } = options
  for (const [name, value] of Object.entries({
    delimiter,
    quote,
    escape,
    ...(comment !== undefined && { comment }),
  })) {
    if (typeof value === 'string' && value.length > 0 && !/[\r\n]/.test(value)) continue
    const what = `csv: ${name} is ${JSON.stringify(value)}; it must be text in one line.`
    throw new AtomicError('ATOMIC2005', { what, at })
  }
  const names = typeof header === 'boolean' ? header : [...header]
  return { header: names, delimiter, quote, escape, comment, nullValue, multiline }
}
