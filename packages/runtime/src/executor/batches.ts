import { bytesOf } from '../memory/bytes-of.ts'

/** A batch has so many records at most, and about so many bytes when they are large. */
const mostRecords = 4096
const mostBytes = 1 << 20

/** Whether records are enough for what takes them piece by piece. */
export function isBatch(records: readonly unknown[]): boolean {
  return records.length >= mostRecords || bytesOf(records) >= mostBytes
}

/** Records in arrays of a size that loops like. */
export function* batches(records: Iterable<unknown>): Iterable<unknown[]> {
  const batch = new Batch()
  for (const record of records) if (batch.push(record)) yield batch.take()
  yield batch.take()
}

/** As `batches`, of records that are waited for. */
export async function* asyncBatches(records: AsyncIterable<unknown>): AsyncIterable<unknown[]> {
  const batch = new Batch()
  for await (const record of records) if (batch.push(record)) yield batch.take()
  yield batch.take()
}

/** How many records there are when a batch is looked at first; then at four times as many, and so on. */
const firstLook = 16

class Batch {
  #records: unknown[] = []
  #look = firstLook

  /** Adds a record; true when the batch is full. */
  push(record: unknown): boolean {
    if (this.#records.push(record) < this.#look) return false
    if (isBatch(this.#records)) return true
    this.#look *= 4
    return false
  }

  take(): unknown[] {
    const records = this.#records
    this.#records = []
    this.#look = firstLook
    return records
  }
}
