import { callSite, nodeName, RDD, type StorageLevel } from '@atomic-ts/core/internal'
import { SharedVariables } from './shared-variables.ts'

/** What is known of an RDD whose partitions are kept. */
export interface RDDInfo {
  /** The RDD's. */
  readonly id: number
  /** What `setName` was given, or the operation that made it. */
  readonly name: string
  /** Where its partitions are kept. */
  readonly storageLevel: StorageLevel
  /** How many partitions it has. */
  readonly numPartitions: number
  /** How many of them are kept now. */
  readonly numCachedPartitions: number
  /** Bytes in memory, of all copies; estimated where records lie as they are. */
  readonly memSize: number
  /** Bytes on disk, of all copies. */
  readonly diskSize: number
}

/**
 * The part of a context that knows what is kept of RDDs.
 * @driverOnly
 */
export abstract class KeptRdds extends SharedVariables {
  /**
   * What is kept of each RDD of which a partition is kept now, the oldest first.
   * @example
   * const squares = ctx.range(0, 10, { partitions: 2 }).map((n) => n * n).setName('squares').cache()
   * await squares.count() // => 10
   * const info = ctx.getRDDStorageInfo().find(({ id }) => id === squares.id)
   * info && [info.name, info.numCachedPartitions, info.memSize > 0, info.diskSize] // => ['squares', 2, true, 0]
   */
  getRDDStorageInfo(): RDDInfo[] {
    return this.parts.driver.cached
      .all()
      .flatMap(({ id, level, node, places }) => {
        const rdd = node.deref()
        const copies = [...places.values()].map((slots) => [...slots.values()])
        const all = copies.flat()
        if (!rdd || all.length === 0) return []
        return {
          id,
          name: nodeName(rdd) ?? rdd.op,
          storageLevel: level,
          numPartitions: rdd.partitions,
          numCachedPartitions: copies.filter(({ length }) => length > 0).length,
          memSize: all.reduce((sum, { memory }) => sum + memory, 0),
          diskSize: all.reduce((sum, { disk }) => sum + disk, 0),
        }
      })
      .toSorted((a, b) => a.id - b.id)
  }

  /**
   * The RDDs that `cache` and `persist` have marked, by their ids, whether anything is kept of them yet or not.
   * @example
   * const squares = ctx.range(10).map((n) => n * n).cache()
   * await ctx.getPersistentRDDs().get(squares.id)?.count() // => 10
   * squares.unpersist()
   * ctx.getPersistentRDDs().has(squares.id) // => false
   */
  getPersistentRDDs(): Map<number, RDD<unknown>> {
    const { driver, runner } = this.parts
    return new Map(
      driver.cached.all().flatMap(({ id, node }): [number, RDD<unknown>][] => {
        const lineage = node.deref()
        return lineage ? [[id, new RDD<unknown>(runner, lineage)]] : []
      }),
    )
  }

  /**
   * Sets where `checkpoint` saves RDDs: in a new folder in this one, which only this context uses.
   * @param path a folder, which is made when it is not there, or an `s3://` URL; every worker must reach it
   * @throws ATOMIC5004 when nothing can be written there
   * @throws ATOMIC5006 when the scheme is unknown
   * @example
   * import { mkdtempSync } from 'node:fs'
   * import { tmpdir } from 'node:os'
   *
   * ctx.setCheckpointDir(mkdtempSync(`${tmpdir()}/atomic-`))
   * const squares = ctx.range(10).map((n) => n * n).checkpoint()
   * await squares.count() // => 10
   * squares.isCheckpointed() // => true
   */
  setCheckpointDir(path: string): void {
    this.checkRunning('setCheckpointDir')
    this.parts.checkpoints.setFolder(path, callSite())
  }

  /**
   * The folder that `setCheckpointDir` has begun for this context; `undefined` when it was not called.
   * @example
   * import { mkdtempSync } from 'node:fs'
   * import { tmpdir } from 'node:os'
   *
   * const folder = mkdtempSync(`${tmpdir()}/atomic-`)
   * ctx.setCheckpointDir(folder)
   * ctx.getCheckpointDir()?.startsWith(folder) // => true
   */
  getCheckpointDir(): string | undefined {
    return this.parts.checkpoints.folder
  }
}
