import type { Rows } from '../../columns/column.ts'
import { costOfTable } from '../../memory/cost-of.ts'
import type { RunFile } from '../../shuffle/run-file.ts'
import { piecesOf } from '../column-loop.ts'
import { isHeapFull } from '../heap-fullness.ts'
import type { Chunk, Loop } from '../loop.ts'
import { Cutting, type DiskEnv } from './cut-by-key.ts'
import type { Holding, WayOnDisk } from './holding.ts'
import { columnsOf, partsOf } from './parts.ts'

/** So many records go in between looks at what is held. */
const recordsOfPiece = 1 << 14

/**
 * Records merged by key. When what has been merged has no more room it is cut by key into a file, and the merge begins
 * again; what it gave of each key is merged at the end.
 */
export class MergeOnDisk implements Holding {
  readonly #way: WayOnDisk
  readonly #env: DiskEnv
  #loop: Loop | undefined
  #cutting: Cutting | undefined
  #file: RunFile | undefined
  /** At most what the loop holds, in bytes: what went in since that was looked at. */
  #held = 0

  constructor(way: WayOnDisk, env: DiskEnv, isLarge: boolean) {
    this.#way = way
    this.#env = env
    if (isLarge) this.#cutting = this.#cut()
    else this.#loop = way.open(env)
  }

  push(rows: Rows): void {
    this.#env.throwIfCancelled()
    if (!this.#loop) return this.#cutting?.push(rows)
    for (const piece of piecesOf(rows, recordsOfPiece)) {
      this.#loop.push(piece)
      this.#held += costOfTable(piece, this.#way.keyOf)
      if (this.#held > this.#env.room || isHeapFull()) this.#loop = this.#emptied(this.#loop)
    }
  }

  *finish(): Iterable<Chunk> {
    if (!this.#cutting) {
      if (this.#loop) yield this.#loop.finish()
      return
    }
    if (this.#loop) this.#cutting.push(this.#loop.finish())
    this.#loop = undefined
    this.#file = this.#cutting.finish()
    for (const { inputs } of partsOf([this.#file], this.#way.keyOf, this.#env)) {
      // What has no room even alone are few keys: their records are merged as they come.
      const loop = this.#way.open(this.#env)
      for (const column of columnsOf(inputs[0] ?? [], this.#env)) loop.push(column)
      yield loop.finish()
    }
  }

  discard(): void {
    this.#loop?.abandon()
    this.#cutting?.discard()
    this.#file?.discard()
  }

  /** A new loop, after what the last one holds has gone; that stays in memory when merging made it small. */
  #emptied(loop: Loop): Loop {
    const rows = loop.finish()
    const cost = costOfTable(rows, this.#way.keyOf)
    const next = this.#way.open(this.#env)
    const isSmall = cost <= this.#env.room / 2
    this.#held = isSmall ? cost : 0
    if (isSmall) next.push(rows)
    else for (const piece of piecesOf(rows, recordsOfPiece)) (this.#cutting ??= this.#cut()).push(piece)
    return next
  }

  #cut(): Cutting {
    return new Cutting(this.#way.keyOf, 0, this.#env)
  }
}
