import { AtomicError, callSite, node, RDD } from '@atomic-ts/core/internal'
import type { NarrowNode, SourceNode, Step, TextSplit } from '@atomic-ts/core/internal'
import { encodeChunk } from '../codec/chunk.ts'
import { listBlockSplits, listWholeFiles, listWholeTexts } from '../files/list-file-splits.ts'
import { listTextSplits } from '../files/list-text-splits.ts'
import { checkPartitions } from './check-partitions.ts'
import { csvParams } from './csv-params.ts'
import { JobCancellation } from './job-cancellation.ts'
import type { CsvOptions, FileOptions, JsonLinesOptions, TableOptions } from './source-options.ts'

/**
 * The part of a context that reads files other than lines of text. A path is a file, a folder, a glob, or several of
 * these with commas between, also as a `file:` or an `s3:` URL; what is wrong with a file's content fails the task that
 * reads it, with ATOMIC5002 or ATOMIC5008.
 * @driverOnly
 */
export abstract class FileSources extends JobCancellation {
  /**
   * A record for each file: its path and its text, which must be UTF-8. `.gz` files are unpacked.
   * @param path a file, a folder, a glob, or several of these with commas between
   * @param minPartitions how many partitions to aim for, by default `defaultParallelism`; small files share one
   * @throws ATOMIC5001 when no file matches
   * @example
   * import { mkdtempSync, writeFileSync } from 'node:fs'
   * import { tmpdir } from 'node:os'
   *
   * const folder = mkdtempSync(`${tmpdir()}/atomic-`)
   * writeFileSync(`${folder}/a.txt`, 'to be\nor not')
   * await ctx.wholeTextFiles(folder).collect() // => [[`${folder}/a.txt`, 'to be\nor not']]
   */
  wholeTextFiles(
    path: string,
    minPartitions: number = this.parts.runner.defaultParallelism,
  ): RDD<[path: string, text: string]> {
    this.#check('wholeTextFiles', { minPartitions })
    return this.#files('wholeTextFiles', 'wholeText', listWholeTexts(path, minPartitions, this.#where()))
  }

  /**
   * A record for each file: its path and its bytes, as they are stored.
   * @param path a file, a folder, a glob, or several of these with commas between
   * @param minPartitions how many partitions to aim for, by default `defaultParallelism`; small files share one
   * @throws ATOMIC5001 when no file matches
   * @example
   * import { mkdtempSync, writeFileSync } from 'node:fs'
   * import { tmpdir } from 'node:os'
   *
   * const folder = mkdtempSync(`${tmpdir()}/atomic-`)
   * writeFileSync(`${folder}/dot.bin`, new Uint8Array([1, 255]))
   * await ctx.binaryFiles(folder).values().collect() // => [new Uint8Array([1, 255])]
   */
  binaryFiles(
    path: string,
    minPartitions: number = this.parts.runner.defaultParallelism,
  ): RDD<[path: string, bytes: Uint8Array]> {
    this.#check('binaryFiles', { minPartitions })
    return this.#files('binaryFiles', 'binary', listWholeFiles(path, minPartitions, this.#where()))
  }

  /**
   * The records of files in which each has the same number of bytes. Large files are split.
   * @param path a file, a folder, a glob, or several of these with commas between
   * @param recordLength in bytes
   * @param minPartitions how many partitions to aim for; by default `defaultParallelism`
   * @throws ATOMIC2002 when the length is no integer of 1 or more
   * @throws ATOMIC5001 when no file matches
   * @throws ATOMIC5008 when a file does not end with a whole record
   * @example
   * import { mkdtempSync, writeFileSync } from 'node:fs'
   * import { tmpdir } from 'node:os'
   *
   * const path = `${mkdtempSync(`${tmpdir()}/atomic-`)}/pairs`
   * writeFileSync(path, new Uint8Array([1, 2, 3, 4]))
   * await ctx.binaryRecords(path, 2).collect() // => [new Uint8Array([1, 2]), new Uint8Array([3, 4])]
   * ctx.binaryRecords(path, 3) // throws ATOMIC5008
   */
  binaryRecords(
    path: string,
    recordLength: number,
    minPartitions: number = this.parts.runner.defaultParallelism,
  ): RDD<Uint8Array> {
    this.#check('binaryRecords', { minPartitions })
    const at = callSite()
    if (!Number.isSafeInteger(recordLength) || recordLength < 1) {
      const what = `binaryRecords: the length of a record is ${String(recordLength)}; it must be an integer of 1 or more.`
      throw new AtomicError('ATOMIC2002', { what, at })
    }
    const splits = listBlockSplits(path, minPartitions, this.#where())
    for (const { file } of splits) {
      const rest = file.size % recordLength
      if (rest === 0) continue
      throw new AtomicError('ATOMIC5008', {
        what: `${file.path} has ${file.size} bytes, which are ${rest} more than whole records of ${recordLength}.`,
        at,
        fix: 'Check the length of a record; or the file was cut off.',
      })
    }
    return this.#files('binaryRecords', 'binaryRecords', alone(splits), { length: recordLength })
  }

  /**
   * The records that `saveAsObjectFile` wrote.
   * @param path a file, a folder, a glob, or several of these with commas between
   * @param minPartitions how many partitions to aim for; by default `defaultParallelism`
   * @throws ATOMIC5001 when no file matches
   * @example
   * import { mkdtempSync } from 'node:fs'
   * import { tmpdir } from 'node:os'
   *
   * const path = `${mkdtempSync(`${tmpdir()}/atomic-`)}/days`
   * await ctx.parallelize([new Map([['day', new Date(0)]])]).saveAsObjectFile(path)
   * await ctx.objectFile<Map<string, Date>>(path).collect() // => [new Map([['day', new Date(0)]])]
   */
  objectFile<T = unknown>(
    path: string,
    minPartitions: number = this.parts.runner.defaultParallelism,
  ): RDD<T> {
    this.#check('objectFile', { minPartitions })
    return this.#files('objectFile', 'object', alone(listBlockSplits(path, minPartitions, this.#where())))
  }

  /**
   * The values of files that have one in JSON on each line. Large files are split; `.gz` files are unpacked, each as one
   * partition; blank lines are passed over.
   * @param path a file, a folder, a glob, or several of these with commas between
   * @param options.largeIntegers what becomes of integers beyond 2^53: `fail`, the default, `bigint`, or `round`
   * @param options.minPartitions how many partitions to aim for; by default `defaultParallelism`
   * @throws ATOMIC2005 when an option is unknown
   * @throws ATOMIC5001 when no file matches
   * @example
   * import { mkdtempSync, writeFileSync } from 'node:fs'
   * import { tmpdir } from 'node:os'
   *
   * const path = `${mkdtempSync(`${tmpdir()}/atomic-`)}/prices.json`
   * writeFileSync(path, '{"name":"tea","price":3}\n{"name":"milk","price":1}\n')
   * const prices = ctx.jsonLines<{ name: string; price: number }>(path)
   * await prices.map(({ price }) => price).sum() // => 4
   */
  jsonLines<T = unknown>(path: string, options: JsonLinesOptions = {}): RDD<T> {
    const { minPartitions, largeIntegers = 'fail' } = this.#check('jsonLines', options)
    checkOneOf('jsonLines', 'largeIntegers', largeIntegers, ['fail', 'bigint', 'round'])
    const splits = listTextSplits(path, minPartitions, this.#where())
    return this.#files('jsonLines', 'jsonLines', alone(splits), { largeIntegers })
  }

  /**
   * The rows of CSV files: an array of text for each; or, with a `header`, an object. Every row of a file must have as
   * many fields as its first; blank lines are passed over.
   * @param path a file, a folder, a glob, or several of these with commas between
   * @param options.header whether the first row of each file names the columns, or the names where no row does
   * @param options.delimiter what stands between fields; `,` by default
   * @param options.multiline whether a quoted field may hold line breaks, which is so by default: then each file is one
   * partition. Where it is false, large files are split
   * @throws ATOMIC2005 when an option is unknown or out of range
   * @throws ATOMIC5001 when no file matches
   * @example
   * import { mkdtempSync, writeFileSync } from 'node:fs'
   * import { tmpdir } from 'node:os'
   *
   * const path = `${mkdtempSync(`${tmpdir()}/atomic-`)}/prices.csv`
   * writeFileSync(path, 'name,price\n"tea, green",3\n')
   * await ctx.csv(path).collect() // => [['name', 'price'], ['tea, green', '3']]
   * await ctx.csv(path, { header: true }).collect() // => [{ name: 'tea, green', price: '3' }]
   */
  csv<const N extends string>(
    path: string,
    options: CsvOptions & { readonly header: readonly N[] },
  ): RDD<Record<N, string>>
  csv<T = Record<string, string>>(path: string, options: CsvOptions & { readonly header: true }): RDD<T>
  csv(path: string, options?: CsvOptions & { readonly header?: false }): RDD<string[]>
  csv(path: string, options: CsvOptions = {}): RDD<unknown> {
    const { minPartitions } = this.#check('csv', options)
    const params = csvParams(options, callSite())
    const groups = params.multiline
      ? listWholeTexts(path, Infinity, this.#where())
      : alone(listTextSplits(path, minPartitions, this.#where()))
    return this.#files('csv', 'csv', groups, { ...params })
  }

  /**
   * The records of Parquet files. Row groups are shared out over the partitions. Integers of 64 bits are bigints,
   * timestamps and dates `Date`s, binary `Uint8Array`s, lists arrays, structs objects, and what is missing is `null`.
   * @param path a file, a folder, a glob, or several of these with commas between
   * @param options.columns the columns that records have; no bytes of others are read
   * @param options.int64 `bigint`, the default, or `number`, where an integer beyond 2^53 is an error
   * @param options.lossy whether times finer than milliseconds are cut, and decimals rounded to numbers, rather than refused
   * @param options.minPartitions how many partitions to aim for; by default `defaultParallelism`
   * @throws ATOMIC2005 when an option is unknown or out of range; also in the task, when a file has no such column
   * @throws ATOMIC5001 when no file matches
   * @example
   * import { mkdtempSync } from 'node:fs'
   * import { tmpdir } from 'node:os'
   *
   * const path = `${mkdtempSync(`${tmpdir()}/atomic-`)}/prices`
   * await ctx.parallelize([{ name: 'tea', price: 3n }]).saveAsParquet(path)
   * await ctx.parquet<{ name: string; price: bigint }>(path).collect() // => [{ name: 'tea', price: 3n }]
   * await ctx.parquet<{ price: number }>(path, { columns: ['price'], int64: 'number' }).collect() // => [{ price: 3 }]
   */
  parquet<T = unknown>(path: string, options: TableOptions = {}): RDD<T> {
    return this.#tables('parquet', 'parquet', path, options)
  }

  /**
   * The records of Arrow files (IPC), of which record batches are shared out over the partitions. Values are those of
   * `parquet`.
   * @param path a file, a folder, a glob, or several of these with commas between
   * @param options those of `parquet`
   * @throws ATOMIC2005 when an option is unknown or out of range; also in the task, when a file has no such column
   * @throws ATOMIC5001 when no file matches
   * @example
   * import { mkdtempSync } from 'node:fs'
   * import { tmpdir } from 'node:os'
   *
   * const path = `${mkdtempSync(`${tmpdir()}/atomic-`)}/prices`
   * await ctx.parallelize([{ name: 'tea', sizes: [1, null] }]).saveAsArrow(path)
   * await ctx.arrowFile(path).collect() // => [{ name: 'tea', sizes: [1, null] }]
   */
  arrowFile<T = unknown>(path: string, options: TableOptions = {}): RDD<T> {
    return this.#tables('arrowFile', 'arrow', path, options)
  }

  #tables<T>(op: string, format: string, path: string, options: TableOptions): RDD<T> {
    const { minPartitions, columns, int64 = 'bigint', lossy = false } = this.#check(op, options)
    checkOneOf(op, 'int64', int64, ['bigint', 'number'])
    const splits = listBlockSplits(path, minPartitions, this.#where())
    return this.#files(op, format, alone(splits), { int64, lossy, ...(columns && { columns: [...columns] }) })
  }

  /** An RDD of what a step makes of descriptions, of which each group becomes a partition. */
  protected opened<T>(op: string, groups: readonly (readonly unknown[])[], step: Step): RDD<T> {
    const at = callSite()
    const partitions = groups.length
    const splits = groups.map((group) => ({ bytes: encodeChunk(group) }))
    const parent = node<SourceNode>({
      kind: 'source',
      op: 'splits',
      at,
      partitions,
      source: { kind: 'splits', splits },
    })
    return new RDD(
      this.parts.runner,
      node<NarrowNode>({ kind: 'narrow', op, at, partitions, parent, steps: [step] }),
    )
  }

  #files<T>(
    op: string,
    format: string,
    groups: readonly (readonly TextSplit[])[],
    options: Readonly<Record<string, unknown>> = {},
  ): RDD<T> {
    return this.opened(op, groups, { op: 'openFiles', params: { format, options } })
  }

  #check<O extends FileOptions>(op: string, options: O): O & { readonly minPartitions: number } {
    this.checkRunning(op)
    const { minPartitions = this.parts.runner.defaultParallelism } = options
    checkPartitions(op, minPartitions)
    return { ...options, minPartitions }
  }

  #where(): { at: string; s3: FileSources['parts']['s3'] } {
    return { at: callSite(), s3: this.parts.s3 }
  }
}

function alone(splits: readonly TextSplit[]): TextSplit[][] {
  return splits.map((split) => [split])
}

function checkOneOf(op: string, name: string, value: string, known: readonly string[]): void {
  if (known.includes(value)) return
  throw new AtomicError('ATOMIC2005', {
    what: `${op}: ${name} is ${JSON.stringify(value)}, which is unknown.`,
    at: callSite(),
    fix: `Use one of ${known.join(', ')}.`,
  })
}
