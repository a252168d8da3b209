/**
 * What an attempt has counted of its own work. Records and bytes are counted a chunk at a time, when it is opened or
 * written: a task that stops early, as those of `take` do, has counted the whole of its last chunk.
 */
export interface TaskMetrics {
  /**
   * How long the attempt took by the clock, in milliseconds and fractions of them, decoding and encoding included. In
   * an in-process context that is also the time in which tasks of other slots had the thread.
   */
  readonly executorRunTime: number
  /** Bytes of the rows that were sent to the driver, as they were encoded. */
  readonly resultSize: number
  /** What was read from sources and from cached partitions. */
  readonly inputMetrics: {
    /** Bytes of encoded records and of files, as they are stored; none of ranges and of cached partitions. */
    readonly bytesRead: number
    /** Records, lines and numbers of ranges. */
    readonly recordsRead: number
  }
  /** What `saveAsTextFile` wrote. */
  readonly outputMetrics: {
    /** Bytes of the file. */
    readonly bytesWritten: number
    /** Records, which are lines where they hold no newlines. */
    readonly recordsWritten: number
  }
  /** What was read of the outputs of earlier stages. */
  readonly shuffleReadMetrics: {
    /** Blocks that hold records. */
    readonly totalBlocksFetched: number
    /** Their bytes, as they were encoded. */
    readonly totalBytesRead: number
    /** Their records, as they were after the combine on the other side. */
    readonly recordsRead: number
  }
  /** What was written for later stages. */
  readonly shuffleWriteMetrics: {
    /** Bytes, as they were encoded. */
    readonly bytesWritten: number
    /** Records, as they are after the combine on this side. */
    readonly recordsWritten: number
  }
}
