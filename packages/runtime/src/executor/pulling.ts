import type { Rows } from '../columns/column.ts'
import { isBatch } from './batches.ts'
import { piecesOf } from './column-loop.ts'
import type { Chunk, Loop, OpenLoop } from './loop.ts'
import type { DiskEnv } from './on-disk/cut-by-key.ts'
import { HeldRows } from './on-disk/held-rows.ts'
import { recordsIn } from './records-in.ts'

/** The part of the room for what comes out of a loop before it can be taken; a few batches always stay in memory. */
const shareOfOverflow = 0.25
const leastOverflow = 1 << 21

/** The records that a loop makes of chunks, for what takes them piece by piece. */
export class Pulling {
  readonly #env: DiskEnv
  readonly #loop: Loop | undefined
  #overflow: HeldRows | undefined
  /** Whether the loop wants no more. */
  isEnough = false

  /** @param open `undefined` when the records are those of the chunks */
  constructor(open: OpenLoop | undefined, env: DiskEnv) {
    this.#env = env
    this.#loop = open?.({ ...env, overflow: (rows) => this.#hold(rows) })
  }

  *take(chunk: Chunk): Iterable<Rows> {
    if (!this.#loop) return yield 'count' in chunk ? recordsIn(chunk) : chunk
    for (const piece of piecesOf(chunk)) {
      yield* this.#madeOf(piece, this.#loop)
      if (this.isEnough) return
    }
  }

  *#madeOf(piece: Chunk, loop: Loop): Iterable<Rows> {
    try {
      this.isEnough = loop.push(piece)
      if (this.#overflow) yield* this.#overflow.all()
    } finally {
      this.#overflow?.discard()
      this.#overflow = undefined
    }
    yield loop.finish()
  }

  /** A loop cannot stop in the middle of a chunk: what it makes of a record may be more than there is room for. */
  #hold(rows: readonly unknown[]): boolean {
    if (!isBatch(rows)) return false
    this.#overflow ??= new HeldRows(this.#env, Math.max(leastOverflow, this.#env.room * shareOfOverflow))
    this.#overflow.push(rows)
    return true
  }
}
