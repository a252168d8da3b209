import { AtomicError, type JobEvent, type Node } from '@atomic-ts/core/internal'
import { decodeValue, encodeValue } from '../codec/codec.ts'
import { receive } from '../codec/handle.ts'
import type { Attempt } from '../task/attempt.ts'
import {
  CollectionAccumulator,
  CustomAccumulator,
  DoubleAccumulator,
  LongAccumulator,
  type Accumulator,
  type AccumulatorParts,
} from './accumulator.ts'

/** What one attempt added to one accumulator. */
export interface AccumulatorUpdate {
  readonly id: number
  readonly sum: Uint8Array
}

type AccumulatorNews = Extract<JobEvent, { kind: 'taskFinished' }>['accumulators'][number]

type AnyAccumulator = Accumulator<unknown, unknown, unknown>

// Of this process's driver. An accumulator that nobody holds can no longer be read, so it need not be kept.
const known = new Map<number, WeakRef<AnyAccumulator>>()
let lastId = 0

/** Makes an accumulator in the driver, under a new id. */
export function newAccumulator<A extends object>(
  name: string | undefined,
  make: (parts: AccumulatorParts) => A,
): A {
  const id = ++lastId
  const made = make({ id, name, isHome: true })
  known.set(id, new WeakRef(made as A & AnyAccumulator))
  gone.register(made, id)
  return made
}

const gone = new FinalizationRegistry<number>((id) => known.delete(id))

/** What an attempt added, ready to travel with the news that it finished. */
export function updatesOf({ sums }: Attempt): AccumulatorUpdate[] {
  return [...sums].map(([id, { name, sum }]) => ({ id, sum: encodeValue(sum, name) }))
}

/** Counts what an attempt added. Gives the news of the named ones. */
export function countUpdates(updates: readonly AccumulatorUpdate[]): AccumulatorNews[] {
  return updates.flatMap(({ id, sum }) => {
    const accumulator = known.get(id)?.deref()
    if (!accumulator) return []
    accumulator.absorb(decodeValue(sum))
    const { name } = accumulator
    if (name === undefined) return []
    return [{ id, name, update: accumulator.shown(decodeValue(sum)), value: accumulator.value }]
  })
}

/** Which map tasks have counted: one that runs again, since its output was lost, does not. */
export class CountedMaps {
  readonly #byNode = new WeakMap<Node, Set<string>>()

  /** True the first time. */
  isFirst(owner: Node, shuffle: string, partition: number): boolean {
    const counted = this.#byNode.get(owner) ?? new Set<string>()
    this.#byNode.set(owner, counted)
    const key = `${shuffle} ${partition}`
    if (counted.has(key)) return false
    counted.add(key)
    return true
  }
}

receive('long', (parts) => new LongAccumulator(away(parts)))
receive('double', (parts) => new DoubleAccumulator(away(parts)))
receive('collection', (parts) => new CollectionAccumulator(away(parts)))
receive('custom', (parts) => {
  const [, , zero, id, captures] = parts
  if (!(zero instanceof Uint8Array) || typeof id !== 'string') throw damaged()
  const task = captures instanceof Uint8Array ? { id, captures } : { id }
  return new CustomAccumulator({ ...away(parts), zero, task, merge: undefined })
})

function away([id, name]: readonly unknown[]): AccumulatorParts {
  if (typeof id !== 'number') throw damaged()
  return { id, name: typeof name === 'string' ? name : undefined, isHome: false }
}

function damaged(): AtomicError {
  return new AtomicError('ATOMIC4004', { what: 'The reference to an accumulator is damaged.' })
}
