import { FileSinks } from './file-sinks.ts'
import { checkLevel, StorageLevel } from './storage-level.ts'

/**
 * The operations that keep what was computed for later jobs.
 * @operators
 */
export abstract class Persistence<T> extends FileSinks<T> {
  /**
   * Keeps this RDD's partitions in the memory of the workers that compute them, from the next action on: `persist()`
   * at the level `MEMORY_ONLY`. What does not fit is computed again when it is needed.
   * @throws ATOMIC2006 when it is kept at another level
   * @example
   * const calls = ctx.longAccumulator()
   * const squares = ctx.range(10).map((n) => (calls.add(1), n * n)).cache()
   * await squares.sum() // => 285
   * await squares.max() // => 81
   * calls.value // => 10
   */
  cache(): this {
    return this.persist()
  }

  /**
   * Keeps this RDD's partitions where they are computed, from the next action on. What is lost, with a worker or by
   * damage on a disk, is computed again. Where memory runs short, what was not used for the longest time goes first, but
   * never for another partition of the same RDD. An RDD that the program can reach no more is forgotten by itself.
   * @param level in memory, on disk, encoded or not, in how many slots: one of `StorageLevel`, `MEMORY_ONLY` by default
   * @throws ATOMIC2002 when it is no level
   * @throws ATOMIC2006 when this RDD is kept at another level; `unpersist` it before
   * @throws ATOMIC4001, in the action, when records of an encoded level cannot be encoded
   * @example
   * import { StorageLevel } from '@atomic-ts/atomic'
   *
   * const calls = ctx.longAccumulator()
   * const squares = ctx.range(10).map((n) => (calls.add(1), n * n)).persist(StorageLevel.DISK_ONLY)
   * await squares.sum() // => 285
   * await squares.max() // => 81
   * calls.value // => 10
   * squares.persist(StorageLevel.MEMORY_ONLY) // throws ATOMIC2006
   */
  persist(level: StorageLevel = StorageLevel.MEMORY_ONLY): this {
    const at = this.callSite()
    this.runner.storage.persist(this.lineage, checkLevel(level, at), at)
    return this
  }

  /**
   * Forgets the partitions that `cache` and `persist` have kept, and frees their memory and files.
   * @example
   * const calls = ctx.longAccumulator()
   * const squares = ctx.range(10).map((n) => (calls.add(1), n * n)).cache()
   * await squares.count() // => 10
   * squares.unpersist()
   * await squares.sum() // => 285
   * calls.value // => 20
   */
  unpersist(options?: { readonly blocking?: false }): this
  /**
   * As `unpersist()`, and waits until every worker has freed them.
   * @param options.blocking whether to wait
   * @example
   * const squares = ctx.range(10).map((n) => n * n).cache()
   * await squares.count() // => 10
   * await squares.unpersist({ blocking: true })
   * ctx.getRDDStorageInfo().some(({ id }) => id === squares.id) // => false
   */
  unpersist(options: { readonly blocking: true }): Promise<this>
  unpersist({ blocking = false }: { readonly blocking?: boolean } = {}): this | Promise<this> {
    const done = this.runner.storage.unpersist(this.lineage, { blocking })
    return blocking ? done.then(() => this) : this
  }

  /**
   * Where this RDD's partitions are kept: `StorageLevel.NONE` when they are not.
   * @example
   * const squares = ctx.range(10).map((n) => n * n).cache()
   * squares.getStorageLevel().useMemory // => true
   * squares.unpersist().getStorageLevel().useMemory // => false
   */
  getStorageLevel(): StorageLevel {
    return this.runner.storage.levelOf(this.lineage) ?? StorageLevel.NONE
  }

  /**
   * Saves this RDD in the folder of `setCheckpointDir` after the next action that needs it, and has it read from there
   * from then on: what it was computed from is forgotten. That action computes it a second time to save it, unless it is
   * kept by `cache` or `persist`. The files stay when the context stops.
   * @throws ATOMIC2006 when no folder is set
   * @throws ATOMIC5004, in the action, when it cannot be written
   * @example
   * import { mkdtempSync } from 'node:fs'
   * import { tmpdir } from 'node:os'
   *
   * ctx.setCheckpointDir(mkdtempSync(`${tmpdir()}/atomic-`))
   * const squares = ctx.range(10).map((n) => n * n).cache().checkpoint()
   * squares.isCheckpointed() // => false
   * await squares.sum() // => 285
   * squares.isCheckpointed() // => true
   * await squares.max() // => 81
   */
  checkpoint(): this {
    this.runner.storage.checkpoint(this.lineage, 'reliable', this.callSite())
    return this
  }

  /**
   * As `checkpoint`, in the scratch folder: fast, and gone with the context. On a cluster its workers need that folder.
   * @example
   * const squares = ctx.range(10).map((n) => n * n).localCheckpoint()
   * await squares.sum() // => 285
   * squares.isLocallyCheckpointed() // => true
   */
  localCheckpoint(): this {
    this.runner.storage.checkpoint(this.lineage, 'local', this.callSite())
    return this
  }

  /**
   * Whether this RDD is saved by `checkpoint` or `localCheckpoint`, and read from there.
   * @example
   * ctx.range(10).localCheckpoint().isCheckpointed() // => false
   */
  isCheckpointed(): boolean {
    return this.runner.storage.checkpointOf(this.lineage) !== undefined
  }

  /**
   * Whether this RDD is saved by `localCheckpoint`.
   * @example
   * const squares = ctx.range(10).map((n) => n * n).localCheckpoint()
   * await squares.count() // => 10
   * squares.isLocallyCheckpointed() // => true
   */
  isLocallyCheckpointed(): boolean {
    return this.runner.storage.checkpointOf(this.lineage)?.kind === 'local'
  }

  /**
   * The folder that `checkpoint` has saved this RDD in; `undefined` when there is none, or not yet.
   * @example
   * import { mkdtempSync } from 'node:fs'
   * import { tmpdir } from 'node:os'
   *
   * ctx.setCheckpointDir(mkdtempSync(`${tmpdir()}/atomic-`))
   * const squares = ctx.range(10).map((n) => n * n).checkpoint()
   * squares.getCheckpointFile() // => undefined
   * await squares.count() // => 10
   * squares.getCheckpointFile()?.endsWith(`rdd-${squares.id}`) // => true
   */
  getCheckpointFile(): string | undefined {
    const saved = this.runner.storage.checkpointOf(this.lineage)
    return saved?.kind === 'reliable' ? saved.path : undefined
  }
}
