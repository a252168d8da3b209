const batchSize = 4096

/** Records in arrays of a size that loops like. */
export function* batches(records: Iterable<unknown>): Iterable<unknown[]> {
  let batch: unknown[] = []
  for (const record of records) {
    batch.push(record)
    if (batch.length < batchSize) continue
    yield batch
    batch = []
  }
  yield batch
}

/** As `batches`, of records that are waited for. */
export async function* asyncBatches(records: AsyncIterable<unknown>): AsyncIterable<unknown[]> {
  let batch: unknown[] = []
  for await (const record of records) {
    batch.push(record)
    if (batch.length < batchSize) continue
    yield batch
    batch = []
  }
  yield batch
}
