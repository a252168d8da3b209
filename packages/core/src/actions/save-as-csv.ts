import { AtomicError } from '../errors/atomic-error.ts'
import type { RddBase } from '../rdd/base.ts'
import type { SaveOptions } from './save.ts'
import { save } from './save.ts'
import { schemaOf } from './schema-of.ts'
import { take } from './take.ts'

/** Options of `saveAsCsv`. */
export interface CsvSaveOptions extends SaveOptions {
  /** The columns of records that are objects; by default all their fields, which a job of its own looks for first. */
  readonly columns?: readonly string[] | undefined
  /** Whether the first row of each file names the columns: by default where records are objects. */
  readonly header?: boolean | undefined
  /** What stands between fields: `,` by default. */
  readonly delimiter?: string | undefined
  /** What stands around a field that holds a delimiter, a quote or a line break: `"` by default. */
  readonly quote?: string | undefined
  /** What stands before a quote inside of a field: by default another quote. */
  readonly escape?: string | undefined
  /** The text of `null` and `undefined`: empty by default. */
  readonly nullValue?: string | undefined
}

/** Saves records as CSV files. */
export async function saveAsCsv(rdd: RddBase<unknown>, path: string, options: CsvSaveOptions): Promise<void> {
  const op = 'saveAsCsv'
  const { delimiter = ',', quote = '"', escape = quote, nullValue = '', signal } = options
  const at = rdd.callSite()
  for (const [name, value] of Object.entries({ delimiter, quote, escape })) {
    if (typeof value === 'string' && value.length > 0 && !/[\r\n]/.test(value)) continue
    throw new AtomicError('ATOMIC2005', {
      what: `${op}: ${name} is ${JSON.stringify(value)}; it must be text in one line.`,
      at,
    })
  }
  const columns = options.columns ?? (await columnsOf(rdd, op, at, signal))
  const header = options.header ?? columns !== undefined
  if (header && !columns) {
    throw new AtomicError('ATOMIC2005', {
      what: `${op}: there are no names for a header, because the records are arrays.`,
      at,
      fix: 'Make them objects, or leave out header.',
    })
  }
  const params = { delimiter, quote, escape, nullValue, header, ...(columns && { columns }) }
  await save(rdd, op, { path, format: 'csv', params, extension: '.csv' }, options)
}

/** The fields of all records, where the first is an object. */
async function columnsOf(
  rdd: RddBase<unknown>,
  op: string,
  at: string,
  signal: AbortSignal | undefined,
): Promise<readonly string[] | undefined> {
  const [first] = await take(rdd, 1, { signal })
  if (typeof first !== 'object' || first === null || Array.isArray(first)) return undefined
  return Object.keys(await schemaOf(rdd, op, 'names', { at, signal }))
}
