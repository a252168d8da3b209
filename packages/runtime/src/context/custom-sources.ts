import { AtomicError, callSite, node, RDD, type Shape, type SourceNode } from '@atomic-ts/core/internal'
import { StreamedBlocks } from '../files/streamed-blocks.ts'
import { FileSources } from './file-sources.ts'
import { checkPartitions } from './check-partitions.ts'

/**
 * The part of a context that reads what is no file: streams, and whatever a function of the user's opens.
 * @driverOnly
 */
export abstract class CustomSources extends FileSources {
  /**
   * The records of whatever a function opens, on the workers: a partition for each split. It is called anew for each
   * attempt at the partition, so it must give the same records each time.
   * @param source.splits what each partition reads, as plain data: a URL, a range of ids
   * @param source.open gives the records of a split, as an array, an iterable or an async one, such as a stream or an
   * async generator; its `finally` runs when the records are read, or nobody wants them any more
   * @throws ATOMIC4001 when a split cannot travel
   * @example
   * const days = ctx.fromSource({
   *   splits: [{ from: 1, to: 2 }, { from: 3, to: 3 }],
   *   async *open({ from, to }) {
   *     for (let day = from; day <= to; day++) yield `day ${day}`
   *   },
   * })
   * await days.glom().collect() // => [['day 1', 'day 2'], ['day 3']]
   * @operators
   */
  fromSource<S extends Shape, T extends Shape>(source: CustomSource<S, T>): RDD<T> {
    const op = 'fromSource'
    this.checkRunning(op)
    const { splits, open } = source
    if (typeof open !== 'function') {
      const what = `${op} needs a function that opens a split; it was given ${String(open)}.`
      throw new AtomicError('ATOMIC2002', { what, at: callSite() })
    }
    const tasks = [this.parts.runner.link(open, callSite())]
    return this.opened(
      op,
      Array.from(splits, (split) => [split]),
      { op: 'openSource', tasks },
    )
  }

  /**
   * The records of a stream, or of any async iterable, which is read now, in the driver: they are kept on its disk, and no
   * more than a partition of them is in memory. The stream waits while they are written.
   * @param records such as a `Readable` in object mode, or one of bytes, of which each chunk is a record
   * @param options.partitionSize number of records in a partition; 10,000 by default
   * @throws ATOMIC2002 when there is nothing to go through, or `partitionSize` is no integer of 1 or more
   * @throws ATOMIC4001 when a record cannot travel
   * @example
   * import { createInterface } from 'node:readline'
   * import { Readable } from 'node:stream'
   *
   * const lines = createInterface({ input: Readable.from(['to be\n', 'or not\n']) })
   * const text = await ctx.fromStream(lines, { partitionSize: 1 })
   * await text.glom().collect() // => [['to be'], ['or not']]
   */
  async fromStream<T extends Shape>(
    records: AsyncIterable<T> | Iterable<T>,
    options: StreamOptions = {},
  ): Promise<RDD<T>> {
    const op = 'fromStream'
    this.checkRunning(op)
    const { partitionSize = 10_000 } = options
    const at = callSite()
    checkPartitions(op, partitionSize)
    const given: unknown = records
    if (
      typeof given !== 'object' ||
      given === null ||
      !(Symbol.asyncIterator in given || Symbol.iterator in given)
    ) {
      const what = `${op} was given ${String(given)}; it needs a stream or another iterable.`
      throw new AtomicError('ATOMIC2002', { what, at })
    }
    const blocks = new StreamedBlocks(this.parts.scratch)
    try {
      let rows: T[] = []
      for await (const record of records) {
        rows.push(record)
        if (rows.length < partitionSize) continue
        blocks.write(rows)
        rows = []
      }
      if (rows.length > 0) blocks.write(rows)
    } catch (error) {
      blocks.discard()
      throw error
    }
    const splits = blocks.end()
    const partitions = splits.length
    const source = { kind: 'parallelize', splits } as const
    return new RDD(this.parts.runner, node<SourceNode>({ kind: 'source', op, at, partitions, source }))
  }
}

/** What `fromSource` reads. */
export interface CustomSource<S, T> {
  /** What each partition reads, as plain data that can travel. */
  readonly splits: Iterable<S>
  /** Gives the records of a split; called on the workers. */
  readonly open: (split: S, call: SourceCall) => OpenedRecords<T> | PromiseLike<OpenedRecords<T>>
}

/** Records that were opened, all there or still to come. */
export type OpenedRecords<T> = Iterable<T> | AsyncIterable<T>

/** What a function that opens a split is told. */
export interface SourceCall {
  /** Aborted when the attempt is cancelled, and when nobody needs its records any more. */
  readonly signal: AbortSignal
}

/** Options of `fromStream`. */
export interface StreamOptions {
  /** Number of records in a partition; 10,000 by default. */
  readonly partitionSize?: number | undefined
}
