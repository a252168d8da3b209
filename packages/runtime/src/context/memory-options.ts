import { totalmem } from 'node:os'
import { getHeapStatistics } from 'node:v8'
import { AtomicError, callSite } from '@atomic-ts/core/internal'
import type { LocalOptions } from './local-options.ts'

/** How much of a machine's memory and disk a context may take. */
export interface SharedOptions {
  /** In bytes; by the heaps when left out. */
  readonly limit: number | undefined
  /** In bytes; by the heap when left out. */
  readonly room: number | undefined
  readonly scratch: string | undefined
}

const mega = 1 << 20

/** Checks the options. */
export function checkShared({ sharedMemory, taskMemory, scratch }: LocalOptions): SharedOptions {
  return { limit: bytes('sharedMemory', sharedMemory), room: bytes('taskMemory', taskMemory), scratch }
}

/**
 * How much the slots may hold outside of their heaps, in bytes.
 * @param heap of each slot in MB
 */
export function sharedBytes({ limit }: SharedOptions, slots: number, heap: number | undefined): number {
  if (limit !== undefined) return limit
  const each = heap === undefined ? getHeapStatistics().heap_size_limit : heap * mega
  return Math.min(slots * each, machineMemory() / 2)
}

/** What the machine has, or the container. */
function machineMemory(): number {
  const limit = process.constrainedMemory()
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem()
}

function bytes(name: string, value: number | undefined): number | undefined {
  if (value === undefined) return undefined
  if (Number.isFinite(value) && value > 0) return value * mega
  throw new AtomicError('ATOMIC2005', {
    what: `The option ${name} is ${String(value)}; it must be a number of megabytes above 0.`,
    at: callSite(),
  })
}
