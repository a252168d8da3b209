/** The cached partitions that one executor holds in memory, as the rows that were computed. */
export class PartitionStore {
  readonly #rdds = new Map<number, Map<number, readonly unknown[]>>()

  has(rdd: number, partition: number): boolean {
    return this.#rdds.get(rdd)?.has(partition) ?? false
  }

  get(rdd: number, partition: number): readonly unknown[] {
    return this.#rdds.get(rdd)?.get(partition) ?? []
  }

  put(rdd: number, partition: number, rows: readonly unknown[]): void {
    const parts = this.#rdds.get(rdd) ?? new Map<number, readonly unknown[]>()
    parts.set(partition, rows)
    this.#rdds.set(rdd, parts)
  }

  /** Forgets every partition of an RDD. */
  drop(rdd: number): void {
    this.#rdds.delete(rdd)
  }
}
