/** How the fields of a CSV file are told apart. */
export interface CsvDialect {
  readonly delimiter: string
  readonly quote: string
  readonly escape: string
  /** Lines that begin with it are passed over. */
  readonly comment?: string | undefined
}
