import {
  AtomicError,
  Best,
  DistinctSketch,
  bucketOf,
  Draws,
  isPrimitiveKey,
  DoubleIndex,
  IntIndex,
  KeyMap,
  KeySampler,
  isWithin,
  partitionOf,
  poisson,
  rangeOf,
  seeded,
  sortPairs,
  StatCounter,
  widenSchema,
  type KernelName,
} from '@atomic-ts/core/internal'
import { decodeForTasks } from '../codec/codec.ts'
import { columnOf } from '../codec/pairs-in-columns.ts'
import { numberColumn, tupleColumn, type Column } from '../columns/column.ts'

/** The functions that generated loops call. */
export const kernel: Readonly<Record<KernelName, unknown>> = {
  IntIndex,
  DoubleIndex,
  KeyMap,
  keyMapOf,
  numberPairs,
  Best,
  DistinctSketch,
  KeySampler,
  Draws,
  StatCounter,
  isPrimitiveKey,
  isSmallRange,
  partitionOf,
  rangeOf,
  isWithin,
  customPartition,
  newBuckets,
  sortPairs,
  pair,
  number,
  bucketOf,
  finished,
  seeded,
  copy: decodeForTasks,
  poisson,
  iterable,
  widenSchema,
}

/** True when a range counts up by one within 32 bits, so that its loop can run on machine integers. */
function isSmallRange({ start, step, count }: { start: number; step: number; count: number }): boolean {
  return step === 1 && start >= -0x80000000 && start + count <= 0x7fffffff
}

/** A table of the pairs that were found as long as all keys were numbers. */
function keyMapOf(keys: Int32Array | Float64Array, values: readonly unknown[]): KeyMap<unknown> {
  const table = new KeyMap<unknown>()
  for (let i = 0; i < keys.length; i++) table.set(keys[i], values[i])
  return table
}

/** Pairs as columns. */
function numberPairs(keys: Int32Array | Float64Array, values: readonly unknown[]): Column {
  return tupleColumn([numberColumn(keys), columnOf(values)], keys.length)
}

function customPartition(value: unknown, partitions: number): number {
  const n = Number(value)
  if (Number.isSafeInteger(n)) return ((n % partitions) + partitions) % partitions
  throw new AtomicError('ATOMIC2002', {
    what: `The partitioner gave ${String(value)}; it must give an integer.`,
  })
}

function newBuckets(n: number): unknown[][] {
  return Array.from({ length: n }, () => [])
}

/** Refuses a record that is no pair, before it loses its value silently. */
export function pair(record: unknown): void {
  if (Array.isArray(record) && record.length === 2) return
  throw new AtomicError('ATOMIC4003', {
    what: `An operation by key met a record that is not a [key, value] pair: ${show(record)}.`,
    fix: 'Make pairs first: map((x) => [key, x]) or keyBy(f).',
  })
}

/** Refuses a promise that nothing would await. */
export function sync(result: unknown, op: string): void {
  if (typeof result !== 'object' || result === null || !('then' in result)) return
  throw new AtomicError('ATOMIC2003', {
    what: `${op} was given an async function, whose promise nothing would await.`,
    fix: 'Pass a function that is done when it returns.',
  })
}

/** Refuses what a function gave that is called for its effects, and has not had them yet. */
export function finished(result: unknown, op: string): void {
  if (typeof result !== 'object' || result === null) return
  sync(result, op)
  if (!('next' in result && Symbol.iterator in result)) return
  throw new AtomicError('ATOMIC2003', {
    what: `${op} was given a function that gives a generator, whose body nothing would run.`,
    fix: 'Pass a function that is done when it returns.',
  })
}

/** Refuses a record that is no number, before it is added as text. */
function number(record: unknown): void {
  if (typeof record === 'number') return
  throw new AtomicError('ATOMIC4005', {
    what: `An operation on numbers met a record that is none: ${show(record)}.`,
    fix: 'Make numbers first: map(Number), and filter out what is none.',
  })
}

/** Refuses what a function gave when it cannot be gone through. */
export function iterable(result: unknown, op: string): Iterable<unknown> {
  if (typeof result === 'object' && result !== null && Symbol.iterator in result) {
    return result as Iterable<unknown>
  }
  throw new AtomicError('ATOMIC2003', {
    what: `The function of ${op} must give an iterable, such as an array; it gave something else.`,
    fix: 'Return an array, or use a generator function (not an async one).',
  })
}

function show(value: unknown): string {
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value)
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}
