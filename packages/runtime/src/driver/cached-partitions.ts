import { AtomicError, sameLevel, StorageLevel } from '@atomic-ts/core/internal'
import type { Node } from '@atomic-ts/core/internal'
import type { BlockKey, BlockStatus } from '../storage/block.ts'
import type { Transport } from '../transport/transport.ts'
import type { Replicate, ToDriver } from '../wire/messages.ts'
import type { Listeners } from './listeners.ts'
import type { Slots } from './slots.ts'

/** An RDD whose partitions are kept, and where each of them is. */
export interface PersistedRdd {
  readonly id: number
  readonly level: StorageLevel
  readonly node: WeakRef<Node>
  /** By partition and slot. */
  readonly places: ReadonlyMap<number, ReadonlyMap<number, BlockStatus>>
}

/** What slots say of what they cache. */
export type CacheNews = Extract<ToDriver, { kind: 'stored' | 'copy' | 'unpersisted' }>

interface Persisted extends PersistedRdd {
  readonly places: Map<number, Map<number, BlockStatus>>
}

/** Which RDDs keep their partitions, and which slots hold each. */
export class CachedPartitions {
  readonly #transport: Pick<Transport, 'size'>
  readonly #slots: Pick<Slots, 'all' | 'send'>
  readonly #listeners: Pick<Listeners, 'tell'>
  readonly #rdds = new Map<number, Persisted>()
  /** The slots that have not answered yet, of each wait for an RDD to be forgotten. */
  readonly #waits = new Set<{
    readonly rdd: number
    readonly slots: Set<number>
    readonly done: () => void
  }>()
  readonly #unreachable = new FinalizationRegistry<number>((rdd) => this.#forget(rdd, false))
  #owed: { readonly message: Replicate; readonly blocks: readonly Uint8Array[] }[] = []
  #isStopped = false

  constructor(
    transport: Pick<Transport, 'size'>,
    slots: Pick<Slots, 'all' | 'send'>,
    listeners: Pick<Listeners, 'tell'>,
  ) {
    this.#transport = transport
    this.#slots = slots
    this.#listeners = listeners
  }

  /** @throws ATOMIC2006 when the RDD is kept at another level */
  persist(node: Node, level: StorageLevel, at: string): void {
    const known = this.levelOf(node)
    if (known && !sameLevel(known, level)) {
      throw new AtomicError('ATOMIC2006', {
        what: `The storage level of an RDD cannot change: ${node.op} at ${node.at} has one already.`,
        at,
        fix: 'Call unpersist() before, or set the level once.',
      })
    }
    if (known || sameLevel(level, StorageLevel.NONE)) return
    this.#rdds.set(node.id, { id: node.id, level, node: new WeakRef(node), places: new Map() })
    this.#unreachable.register(node, node.id, node)
  }

  levelOf({ id }: Node): StorageLevel | undefined {
    return this.#rdds.get(id)?.level
  }

  /** Another node stands for an RDD. */
  move(from: Node, to: Node): void {
    const known = this.#rdds.get(from.id)
    if (!known) return
    this.#unreachable.unregister(from)
    this.#rdds.set(to.id, { ...known, node: new WeakRef(to) })
    this.#unreachable.register(to, to.id, to)
  }

  /** Every RDD whose partitions are kept. */
  all(): PersistedRdd[] {
    return [...this.#rdds.values()]
  }

  /** Hears what a slot says. */
  received(slot: number, message: CacheNews, blocks: readonly Uint8Array[]): void {
    switch (message.kind) {
      case 'stored':
        return this.#stored(slot, message)
      case 'copy':
        return this.#copy(slot, message, blocks)
      case 'unpersisted':
        return this.#answered(slot, (wait) => wait.rdd === message.rdd)
    }
  }

  /** A slot is up: it gets the copies for which there were too few slots. */
  slotAdded(slot: number): void {
    const owed = this.#owed.splice(0)
    const seen = new Set<string>()
    for (const each of owed) {
      const { rdd, partition } = each.message
      const name = `${rdd}.${partition}`
      if (seen.has(name)) this.#owed.push(each)
      else if (this.#rdds.has(rdd)) this.#slots.send(slot, each.message, each.blocks)
      seen.add(name)
    }
  }

  /** A slot that holds a partition. */
  slotOf(rdd: number, partition: number): number | undefined {
    const [slot] = this.#rdds.get(rdd)?.places.get(partition)?.keys() ?? []
    return slot
  }

  /** Whether one of some slots holds anything. */
  isIn(some: Iterable<number>): boolean {
    const slots = [...some]
    return this.all().some(({ places }) =>
      [...places.values()].some((holders) => slots.some((slot) => holders.has(slot))),
    )
  }

  /** Forgets the partitions of an RDD, and that it keeps them. When blocking, it resolves when every slot has. */
  forget(node: Node, { blocking }: { readonly blocking: boolean }): Promise<void> {
    this.#unreachable.unregister(node)
    if (!blocking) return Promise.resolve(this.#forget(node.id, false))
    return new Promise((resolve) => {
      const isKept = this.#rdds.has(node.id) && !this.#isStopped
      const slots = new Set(isKept ? this.#slots.all : [])
      if (slots.size === 0) return resolve()
      this.#waits.add({ rdd: node.id, slots, done: resolve })
      this.#forget(node.id, true)
    })
  }

  /** Forgets what a slot held; lineage computes it again. */
  slotLost(slot: number): void {
    for (const { places } of this.#rdds.values()) for (const slots of places.values()) slots.delete(slot)
    this.#answered(slot, () => true)
  }

  /** The context ends, and with it everything that is kept. */
  stop(): void {
    this.#isStopped = true
    for (const { done } of this.#waits) done()
  }

  /** Notes where a slot keeps a partition. */
  #stored(slot: number, { rdd, partition, memory, disk, isKept }: BlockStatus): void {
    const places = this.#rdds.get(rdd)?.places
    // A task that began before its RDD was forgotten has kept it all the same.
    if (!places)
      return isKept ? this.#slots.send(slot, { kind: 'unpersist', rdd, answers: false }) : undefined
    const slots = places.get(partition) ?? new Map<number, BlockStatus>()
    if (isKept) slots.set(slot, { rdd, partition, memory, disk, isKept })
    else slots.delete(slot)
    places.set(partition, slots)
    this.#listeners.tell({ kind: 'blockUpdated', rdd, partition, slot, memory, disk, isKept })
  }

  /** Has other slots keep copies of a partition: as many as its level asks for, as far as there are slots. */
  #copy(slot: number, { rdd, partition, level }: BlockKey, blocks: readonly Uint8Array[]): void {
    const wanted = Math.min(level.replication, this.#transport.size) - 1
    const message = { kind: 'replicate', rdd, partition, level } as const
    const others = [...this.#slots.all].filter((other) => other !== slot)
    const next = others.findIndex((other) => other > slot)
    const inTurn = next < 0 ? others : [...others.slice(next), ...others.slice(0, next)]
    for (const other of inTurn.slice(0, wanted)) this.#slots.send(other, message, blocks)
    for (let sent = inTurn.length; sent < wanted; sent++) this.#owed.push({ message, blocks })
  }

  #forget(rdd: number, answers: boolean): void {
    if (!this.#rdds.delete(rdd)) return
    this.#owed = this.#owed.filter(({ message }) => message.rdd !== rdd)
    for (const slot of this.#slots.all) this.#slots.send(slot, { kind: 'unpersist', rdd, answers })
    this.#listeners.tell({ kind: 'rddUnpersisted', rdd })
  }

  #answered(slot: number, isAbout: (wait: { readonly rdd: number }) => boolean): void {
    for (const wait of this.#waits) {
      if (!isAbout(wait)) continue
      wait.slots.delete(slot)
      if (wait.slots.size > 0) continue
      this.#waits.delete(wait)
      wait.done()
    }
  }
}
