import type { TaskMetrics } from '@atomic-ts/core/internal'

/** What an attempt counts of its own work, by the chunk: loops over records know nothing of it. */
export class TaskCounts {
  readonly input = { bytesRead: 0, recordsRead: 0 }
  readonly output = { bytesWritten: 0, recordsWritten: 0 }
  readonly shuffleRead = { totalBlocksFetched: 0, totalBytesRead: 0, recordsRead: 0 }
  readonly shuffleWrite = { bytesWritten: 0, recordsWritten: 0 }
  resultSize = 0
  readonly #start = performance.now()
  #end: number | undefined

  /** The attempt is over. */
  end(): void {
    this.#end ??= performance.now()
  }

  /** All that was counted so far. */
  metrics(): TaskMetrics {
    return {
      executorRunTime: (this.#end ?? performance.now()) - this.#start,
      resultSize: this.resultSize,
      inputMetrics: { ...this.input },
      outputMetrics: { ...this.output },
      shuffleReadMetrics: { ...this.shuffleRead },
      shuffleWriteMetrics: { ...this.shuffleWrite },
    }
  }
}
