import type { Node } from '@atomic-ts/core/internal'

/** Which RDDs keep their partitions, and which slot holds each. */
export class CachedPartitions {
  readonly #persisted = new WeakSet<Node>()
  readonly #slots = new Map<number, Map<number, number>>()

  persist(node: Node): void {
    this.#persisted.add(node)
  }

  isPersisted(node: Node): boolean {
    return this.#persisted.has(node)
  }

  /** Notes that a slot holds a partition. */
  put(rdd: number, partition: number, slot: number): void {
    const slots = this.#slots.get(rdd) ?? new Map<number, number>()
    slots.set(partition, slot)
    this.#slots.set(rdd, slots)
  }

  slotOf(rdd: number, partition: number): number | undefined {
    return this.#slots.get(rdd)?.get(partition)
  }

  /** Forgets where the partitions of an RDD are, and that it keeps them. */
  forget(node: Node): void {
    this.#persisted.delete(node)
    this.#slots.delete(node.id)
  }

  /** Forgets what a slot held; lineage computes it again. */
  slotLost(slot: number): void {
    for (const slots of this.#slots.values()) {
      for (const [partition, holder] of slots) if (holder === slot) slots.delete(partition)
    }
  }
}
