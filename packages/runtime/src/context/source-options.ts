import type { LargeIntegers } from '../files/formats/json/parse-json.ts'

/** What every source of files may be told. */
export interface FileOptions {
  /** How many partitions to aim for; by default `defaultParallelism`. */
  readonly minPartitions?: number | undefined
}

/** Options of `jsonLines`. */
export interface JsonLinesOptions extends FileOptions {
  /** Integers beyond 2^53: `fail`, the default, `bigint`, or `round` to the next number. */
  readonly largeIntegers?: LargeIntegers | undefined
}

/** Options of `csv`. */
export interface CsvOptions extends FileOptions {
  /** Whether the first row of each file names the columns, or the names where no row does; false by default. */
  readonly header?: boolean | readonly string[] | undefined
  /** What stands between fields; `,` by default. */
  readonly delimiter?: string | undefined
  /** What stands around a field that holds a delimiter, a quote or a line break; `"` by default. */
  readonly quote?: string | undefined
  /** What stands before a quote inside of a field; another quote by default. */
  readonly escape?: string | undefined
  /** Lines that begin with it are passed over; none by default. */
  readonly comment?: string | undefined
  /** Fields with this text are `null`; none by default. */
  readonly nullValue?: string | undefined
  /**
   * Whether a quoted field may hold line breaks, which is so by default: then each file is one partition. Where it is
   * false, large files are split, and a field that goes on in the next line is an error.
   */
  readonly multiline?: boolean | undefined
}

/** Options of `parquet` and `arrowFile`. */
export interface TableOptions extends FileOptions {
  /** The columns that records have; all by default. Of Parquet, no bytes of others are read. */
  readonly columns?: readonly string[] | undefined
  /** Integers of 64 bits as `bigint`, the default, or as `number`, where one beyond 2^53 is an error. */
  readonly int64?: 'bigint' | 'number' | undefined
  /** Whether times finer than milliseconds are cut, and decimals rounded to numbers, rather than refused; false by default. */
  readonly lossy?: boolean | undefined
}
