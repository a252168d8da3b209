import type { Options } from 'csv-parse'
import type { CsvDialect } from './csv-dialect.ts'

/** What the parser is told of a dialect. */
export function parserOptions({ delimiter, quote, escape, comment }: CsvDialect): Options {
  return {
    ...{ delimiter, quote, escape, skip_empty_lines: true, max_record_size: 0 },
    ...(comment !== undefined && { comment, comment_no_infix: true }),
  }
}
