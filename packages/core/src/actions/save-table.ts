import { AtomicError } from '../errors/atomic-error.ts'
import type { ActionOptions } from '../rdd/action-options.ts'
import type { RddBase } from '../rdd/base.ts'
import type { TableSchema } from '../tables/table-schema.ts'
import { schemaOf } from './schema-of.ts'

/** What every save as a table may be told. */
export interface TableSaveOptions extends ActionOptions {
  /** The columns; by default those of all records, which a job of its own looks at first. */
  readonly schema?: TableSchema | undefined
  /** Whether what exists at the path is replaced, at the end; false by default. */
  readonly overwrite?: boolean | undefined
}

/** Options of `saveAsParquet`. */
export interface ParquetSaveOptions extends TableSaveOptions {
  /** How pages are packed: `snappy` by default. */
  readonly compression?: 'none' | 'snappy' | 'gzip' | 'zstd' | undefined
  /** Number of records in a row group, 65,536 by default: a reader's unit, and what a task holds in memory. */
  readonly rowGroupSize?: number | undefined
}

/** Options of `saveAsArrow`. */
export interface ArrowSaveOptions extends TableSaveOptions {
  /** Number of records in a record batch, 65,536 by default: a reader's unit, and what a task holds in memory. */
  readonly batchSize?: number | undefined
}

const defaultGroup = 65_536

/** Saves records as Parquet files. */
export async function saveAsParquet(
  rdd: RddBase<unknown>,
  path: string,
  { schema, overwrite, signal, compression = 'snappy', rowGroupSize = defaultGroup }: ParquetSaveOptions,
): Promise<void> {
  const op = 'saveAsParquet'
  const at = rdd.callSite()
  checkOneOf(op, 'compression', compression, ['none', 'snappy', 'gzip', 'zstd'], at)
  checkCount(op, 'rowGroupSize', rowGroupSize, at)
  const columns = schema ?? (await schemaOf(rdd, op, 'kinds', { at, signal }))
  const params = { schema: columns, compression, rowGroupSize }
  const spec = { path, format: 'parquet', params, extension: '.parquet', overwrite }
  await rdd.runner.save({ node: rdd.lineage, op, at, signal }, spec)
}

/** Saves records as Arrow files. */
export async function saveAsArrow(
  rdd: RddBase<unknown>,
  path: string,
  { schema, overwrite, signal, batchSize = defaultGroup }: ArrowSaveOptions,
): Promise<void> {
  const op = 'saveAsArrow'
  const at = rdd.callSite()
  checkCount(op, 'batchSize', batchSize, at)
  const columns = schema ?? (await schemaOf(rdd, op, 'kinds', { at, signal }))
  const spec = {
    path,
    format: 'arrow',
    params: { schema: columns, batchSize },
    extension: '.arrow',
    overwrite,
  }
  await rdd.runner.save({ node: rdd.lineage, op, at, signal }, spec)
}

function checkOneOf(op: string, name: string, value: string, known: readonly string[], at: string): void {
  if (known.includes(value)) return
  throw new AtomicError('ATOMIC2005', {
    what: `${op}: the ${name} ${JSON.stringify(value)} is unknown.`,
    at,
    fix: `Use one of ${known.join(', ')}.`,
  })
}

function checkCount(op: string, name: string, value: number, at: string): void {
  if (Number.isInteger(value) && value >= 1) return
  throw new AtomicError('ATOMIC2005', {
    what: `${op}: ${name} is ${value}; it must be an integer of 1 or more.`,
    at,
  })
}
