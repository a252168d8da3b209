import type { AnyFunction } from '@atomic-ts/core/internal'
import type { ParquetWriting } from './formats/parquet/write-parquet.ts'
import type { ByteSink } from './output.ts'

/** Turns a partition's records into the bytes of a part file. */
export interface RecordWriter {
  /** Takes records, in their order. */
  write(records: readonly unknown[]): void | Promise<void>
  /** There are no more records: writes what is held back. */
  end(): void | Promise<void>
}

/** Begins a part file. */
export type PartFormat = (out: ByteSink, params: PartParams, tasks: readonly AnyFunction[]) => RecordWriter

/** Constants of a format. */
export type PartParams = Readonly<Record<string, unknown>>

/** The format of a name. What it needs is loaded when a task first uses it. */
export async function partFormat(name: string, params: PartParams): Promise<PartFormat> {
  const load = formats[name]
  if (!load) throw new TypeError(`No format of part files is called ${name}.`)
  return load(params)
}

const formats: Readonly<Record<string, (params: PartParams) => Promise<PartFormat>>> = {
  checkpoint: async () => (await import('./formats/checkpoint/write-checkpoint.ts')).writeCheckpoint,
  text: async () => (await import('./text-format.ts')).textFormat,
  jsonLines: async () => (await import('./formats/json/write-json-lines.ts')).writeJsonLines,
  csv: async () => withParams((await import('./formats/csv/write-csv.ts')).writeCsv),
  object: async () => (await import('./formats/object/write-object-file.ts')).writeObjectFile,
  parquet: async (params) => {
    const { loadPacker, writeParquet } = await import('./formats/parquet/write-parquet.ts')
    await loadPacker(params as unknown as ParquetWriting)
    return withParams(writeParquet)
  },
  arrow: async () => withParams((await import('./formats/arrow/write-arrow.ts')).writeArrow),
}

/** A format whose constants the driver has checked. */
function withParams(format: (out: ByteSink, params: never) => RecordWriter): PartFormat {
  return (out, params) => format(out, params as never)
}
