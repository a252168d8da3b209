import { save, type SaveOptions } from '../actions/save.ts'
import { saveAsCsv, type CsvSaveOptions } from '../actions/save-as-csv.ts'
import {
  saveAsArrow,
  saveAsParquet,
  type ArrowSaveOptions,
  type ParquetSaveOptions,
} from '../actions/save-table.ts'
import { saveWith, type SinkEnds, type SinkPart } from '../actions/save-with.ts'
import { Actions } from './actions.ts'

/**
 * The actions that write files other than text: a new folder with a file for each partition, all at once or not at all,
 * from one attempt of each task.
 * @operators
 */
export abstract class FileSinks<T> extends Actions<T> {
  /**
   * Writes records as they are, in a form of this engine's own, which holds every record that can travel. `objectFile`
   * reads it.
   * @param path a folder that does not exist yet, or an `s3://bucket/key`
   * @param options.overwrite whether what exists at the path is replaced, at the end; false by default
   * @param options.signal cancels the job when it aborts
   * @throws ATOMIC5003 when the path exists
   * @throws ATOMIC5004 when it cannot be written
   * @example
   * import { mkdtempSync } from 'node:fs'
   * import { tmpdir } from 'node:os'
   *
   * const path = `${mkdtempSync(`${tmpdir()}/atomic-`)}/prices`
   * await ctx.parallelize([['tea', 3n], ['milk', undefined]], 2).saveAsObjectFile(path)
   * await ctx.objectFile<[string, bigint | undefined]>(path).collect() // => [['tea', 3n], ['milk', undefined]]
   */
  saveAsObjectFile(path: string, options: Omit<SaveOptions, 'compression'> = {}): Promise<void> {
    return save(this, 'saveAsObjectFile', { path, format: 'object' }, { ...options, compression: undefined })
  }

  /**
   * Writes a line of JSON for each record. Bigints are digits, dates text in ISO form; fields that are `undefined` are
   * left out.
   * @param path a folder that does not exist yet, or an `s3://bucket/key`
   * @param options.compression how files are packed; none by default
   * @param options.overwrite whether what exists at the path is replaced, at the end; false by default
   * @param options.signal cancels the job when it aborts
   * @throws ATOMIC5003 when the path exists
   * @throws ATOMIC5009, in the task, for a record that JSON has no form for: `NaN`, binary, a Map
   * @example
   * import { mkdtempSync, readFileSync } from 'node:fs'
   * import { tmpdir } from 'node:os'
   *
   * const path = `${mkdtempSync(`${tmpdir()}/atomic-`)}/prices`
   * await ctx.parallelize([{ tea: 3n }, { tea: null }], 1).saveAsJsonLines(path)
   * readFileSync(`${path}/part-00000.json`, 'utf8') // => '{"tea":3}\n{"tea":null}\n'
   */
  saveAsJsonLines(path: string, options: SaveOptions = {}): Promise<void> {
    return save(this, 'saveAsJsonLines', { path, format: 'jsonLines', extension: '.json' }, options)
  }

  /**
   * Writes a row of CSV for each record: of an array its items, of an object its fields. Dates are text in ISO form.
   * @param path a folder that does not exist yet, or an `s3://bucket/key`
   * @param options.columns the fields of objects; by default all, which a job of its own looks for first
   * @param options.header whether the first row of each file names the columns: by default where records are objects
   * @param options.delimiter what stands between fields; `,` by default
   * @param options.nullValue the text of `null` and `undefined`; empty by default
   * @param options.compression how files are packed; none by default
   * @param options.overwrite whether what exists at the path is replaced, at the end; false by default
   * @throws ATOMIC2005 when an option is unknown or out of range
   * @throws ATOMIC5003 when the path exists
   * @throws ATOMIC5009, in the task, for a record that CSV has no form for, such as one with a list in it
   * @example
   * import { mkdtempSync, readFileSync } from 'node:fs'
   * import { tmpdir } from 'node:os'
   *
   * const path = `${mkdtempSync(`${tmpdir()}/atomic-`)}/prices`
   * await ctx.parallelize([{ name: 'tea, green', price: 3 }, { name: 'milk', price: null }], 1).saveAsCsv(path)
   * readFileSync(`${path}/part-00000.csv`, 'utf8') // => 'name,price\n"tea, green",3\nmilk,\n'
   */
  saveAsCsv(path: string, options: CsvSaveOptions = {}): Promise<void> {
    return saveAsCsv(this, path, options)
  }

  /**
   * Writes records that are objects as Parquet files. Numbers are doubles, bigints integers of 64 bits, dates
   * milliseconds in UTC, `Uint8Array`s binary, arrays lists, objects structs; `undefined` is `null`.
   * @param path a folder that does not exist yet, or an `s3://bucket/key`
   * @param options.schema the columns, as `{ id: 'bigint', tags: ['string'] }`; by default those of all records, which a
   * job of its own looks at first
   * @param options.compression `none`, `snappy`, `gzip` or `zstd`; `snappy` by default
   * @param options.rowGroupSize number of records in a row group, which a task holds in memory; 65,536 by default
   * @param options.overwrite whether what exists at the path is replaced, at the end; false by default
   * @throws ATOMIC2005 when an option is unknown or out of range
   * @throws ATOMIC5003 when the path exists
   * @throws ATOMIC5009 when records have no common schema, or one does not fit it
   * @example
   * import { mkdtempSync } from 'node:fs'
   * import { tmpdir } from 'node:os'
   *
   * const path = `${mkdtempSync(`${tmpdir()}/atomic-`)}/prices`
   * const prices = ctx.parallelize([{ name: 'tea', price: 3, tags: ['hot'] }, { name: 'milk', price: null, tags: [] }], 2)
   * await prices.saveAsParquet(path)
   * await ctx.parquet<{ name: string }>(path, { columns: ['name'] }).collect() // => [{ name: 'tea' }, { name: 'milk' }]
   */
  saveAsParquet(path: string, options: ParquetSaveOptions = {}): Promise<void> {
    return saveAsParquet(this, path, options)
  }

  /**
   * As `saveAsParquet`, as Arrow files (IPC), which are not packed.
   * @param path a folder that does not exist yet, or an `s3://bucket/key`
   * @param options.schema as that of `saveAsParquet`
   * @param options.batchSize number of records in a record batch, which a task holds in memory; 65,536 by default
   * @param options.overwrite whether what exists at the path is replaced, at the end; false by default
   * @throws ATOMIC2005 when an option is unknown or out of range
   * @throws ATOMIC5003 when the path exists
   * @throws ATOMIC5009 when records have no common schema, or one does not fit it
   * @example
   * import { mkdtempSync } from 'node:fs'
   * import { tmpdir } from 'node:os'
   *
   * const path = `${mkdtempSync(`${tmpdir()}/atomic-`)}/prices`
   * await ctx.parallelize([{ name: 'tea', price: 3 }]).saveAsArrow(path, { schema: { name: 'string', price: 'number' } })
   * await ctx.arrowFile<{ name: string; price: number }>(path).collect() // => [{ name: 'tea', price: 3 }]
   */
  saveAsArrow(path: string, options: ArrowSaveOptions = {}): Promise<void> {
    return saveAsArrow(this, path, options)
  }

  /**
   * Writes each partition with a function of your own. Several attempts at a partition may run, also at the same time,
   * and what one of them gives counts: so an attempt writes where nobody looks, and `commit` makes it the output.
   * @param write called on a worker with the records of a partition, which it has to read to their end; what it gives
   * travels to `commit`. It removes by itself, in a `finally`, what it leaves half written
   * @param ends.commit called in the driver, with what counts for each partition
   * @param ends.abandon called in the driver when the job or `commit` failed
   * @param ends.signal cancels the job when it aborts
   * @throws ATOMIC5004, in the task, when the function ends before it has read all records
   * @example
   * import { mkdtempSync, readdirSync, renameSync } from 'node:fs'
   * import { writeFile } from 'node:fs/promises'
   * import { tmpdir } from 'node:os'
   *
   * const folder = mkdtempSync(`${tmpdir()}/atomic-`)
   * await ctx.range(0, 4, { partitions: 2 }).saveWith(
   *   async (numbers, { partition, attempt }) => {
   *     let sum = 0
   *     for await (const n of numbers) sum += n
   *     const part = `${folder}/.${partition}-${attempt}`
   *     await writeFile(part, String(sum))
   *     return part
   *   },
   *   { commit: (parts) => parts.forEach((part, i) => renameSync(part, `${folder}/sum-${i}`)) },
   * )
   * readdirSync(folder) // => ['sum-0', 'sum-1']
   */
  saveWith<R>(
    write: (records: AsyncIterable<T>, part: SinkPart) => R | PromiseLike<R>,
    ends: SinkEnds<R> = {},
  ): Promise<void> {
    return saveWith(this, write, ends)
  }
}
