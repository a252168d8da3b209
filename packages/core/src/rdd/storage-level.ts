import { AtomicError } from '../errors/atomic-error.ts'

/** Where the partitions of an RDD are kept, and in how many places: Spark's, as plain data. */
export interface StorageLevel {
  /** Whether what does not fit in memory is kept on the worker's disk. */
  readonly useDisk: boolean
  /** Whether partitions are kept in memory. */
  readonly useMemory: boolean
  /** Whether memory is outside of the worker's heap, as that of encoded partitions is here anyway. */
  readonly useOffHeap: boolean
  /** Whether records are kept as they are, where that pays, instead of encoded. */
  readonly deserialized: boolean
  /** How many slots hold each partition, from 1 to 39. */
  readonly replication: number
}

/** Spark's storage levels. */
export interface StorageLevels {
  /** Nothing is kept. */
  readonly NONE: StorageLevel
  /** On disk only. */
  readonly DISK_ONLY: StorageLevel
  /** On the disks of two slots. */
  readonly DISK_ONLY_2: StorageLevel
  /** On the disks of three slots. */
  readonly DISK_ONLY_3: StorageLevel
  /** In memory; what does not fit is computed again when it is needed. The level of `cache`. */
  readonly MEMORY_ONLY: StorageLevel
  /** As `MEMORY_ONLY`, in two slots. */
  readonly MEMORY_ONLY_2: StorageLevel
  /** In memory, encoded: smaller, outside of the heap, and slower to read. */
  readonly MEMORY_ONLY_SER: StorageLevel
  /** As `MEMORY_ONLY_SER`, in two slots. */
  readonly MEMORY_ONLY_SER_2: StorageLevel
  /** In memory, and on disk what does not fit. */
  readonly MEMORY_AND_DISK: StorageLevel
  /** As `MEMORY_AND_DISK`, in two slots. */
  readonly MEMORY_AND_DISK_2: StorageLevel
  /** In memory, encoded, and on disk what does not fit. */
  readonly MEMORY_AND_DISK_SER: StorageLevel
  /** As `MEMORY_AND_DISK_SER`, in two slots. */
  readonly MEMORY_AND_DISK_SER_2: StorageLevel
  /** As `MEMORY_AND_DISK_SER`, which is outside of the heap already. */
  readonly OFF_HEAP: StorageLevel
}

/**
 * Spark's storage levels by name, for `persist`. A level of your own is an object with the same properties.
 * @example
 * import { StorageLevel } from '@atomic-ts/atomic'
 *
 * const squares = ctx.range(10).map((n) => n * n).persist(StorageLevel.MEMORY_AND_DISK)
 * await squares.sum() // => 285
 * await squares.max() // => 81
 */
export const StorageLevel: StorageLevels = Object.freeze({
  NONE: level([]),
  DISK_ONLY: level(['disk']),
  DISK_ONLY_2: level(['disk'], 2),
  DISK_ONLY_3: level(['disk'], 3),
  MEMORY_ONLY: level(['memory', 'deserialized']),
  MEMORY_ONLY_2: level(['memory', 'deserialized'], 2),
  MEMORY_ONLY_SER: level(['memory']),
  MEMORY_ONLY_SER_2: level(['memory'], 2),
  MEMORY_AND_DISK: level(['memory', 'disk', 'deserialized']),
  MEMORY_AND_DISK_2: level(['memory', 'disk', 'deserialized'], 2),
  MEMORY_AND_DISK_SER: level(['memory', 'disk']),
  MEMORY_AND_DISK_SER_2: level(['memory', 'disk'], 2),
  OFF_HEAP: level(['memory', 'disk', 'offHeap']),
})

type Trait = 'disk' | 'memory' | 'offHeap' | 'deserialized'

function level(traits: readonly Trait[], replication = 1): StorageLevel {
  return Object.freeze({
    useDisk: traits.includes('disk'),
    useMemory: traits.includes('memory'),
    useOffHeap: traits.includes('offHeap'),
    deserialized: traits.includes('deserialized'),
    replication,
  })
}

/** Whether two levels are the same. */
export function sameLevel(a: StorageLevel, b: StorageLevel): boolean {
  return levelFlags.every((flag) => a[flag] === b[flag]) && a.replication === b.replication
}

const levelFlags = ['useDisk', 'useMemory', 'useOffHeap', 'deserialized'] as const

/**
 * A level as plain data of its own.
 * @throws ATOMIC2002 when it is none, or asks for what cannot be
 */
export function checkLevel(given: StorageLevel, at: string): StorageLevel {
  const found: Partial<Record<string, unknown>> = typeof given === 'object' && given ? { ...given } : {}
  const { useDisk, useMemory, useOffHeap, deserialized, replication } = given ?? {}
  if (levelFlags.some((flag) => typeof found[flag] !== 'boolean')) {
    throw refused(`it needs a storage level, but was given ${JSON.stringify(given)}.`, at)
  }
  if (!Number.isInteger(replication) || replication < 1 || replication >= 40) {
    throw refused(`the replication is ${String(replication)}; it must be an integer from 1 to 39.`, at)
  }
  if (useOffHeap && (deserialized || !useMemory)) {
    throw refused('a level outside of the heap is in memory, and not deserialized.', at)
  }
  return Object.freeze({ useDisk, useMemory, useOffHeap, deserialized, replication })
}

function refused(why: string, at: string): AtomicError {
  const fix = 'Pass one of StorageLevel, such as StorageLevel.MEMORY_AND_DISK.'
  return new AtomicError('ATOMIC2002', { what: `persist: ${why}`, at, fix })
}
