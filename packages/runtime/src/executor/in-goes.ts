import type { Rows } from '../columns/column.ts'
import { costOf } from '../memory/cost-of.ts'
import { lengthOf, partOf } from './column-loop.ts'
import { isHeapFull } from './heap-fullness.ts'
import type { Chunk, Loop, LoopEnv, OpenLoop } from './loop.ts'
import type { Chunks } from './open-split.ts'

/** So many records go in between looks at what is held: at most enough for a kernel to work well on them. */
const fewestRecords = 64
const firstRecords = 1 << 12
const mostRecords = 1 << 16
/** The part of the room that may be filled between looks. */
const shareOfPiece = 1 / 16
/** What a key takes until it is known better, in bytes; and after how many keys the first go ends, to know it. */
const firstCost = 200
const keysOfFirstGo = 1 << 12

/** What an operator gives that may give what it has whenever there is no more room, and begin again. */
export function inGoes(open: OpenLoop, chunks: Chunks, env: LoopEnv): Chunks {
  const goes = new Goes(open, env)
  return Symbol.asyncIterator in chunks ? later(goes, chunks) : atOnce(goes, chunks)
}

function* atOnce(goes: Goes, chunks: Iterable<Chunk>): Iterable<Chunk> {
  try {
    for (const chunk of chunks) yield* goes.push(chunk)
    yield goes.finish()
  } finally {
    goes.end()
  }
}

async function* later(goes: Goes, chunks: AsyncIterable<Chunk>): AsyncIterable<Chunk> {
  try {
    for await (const chunk of chunks) yield* goes.push(chunk)
    yield goes.finish()
  } finally {
    goes.end()
  }
}

class Goes {
  readonly #open: OpenLoop
  readonly #env: LoopEnv
  #loop: Loop
  #cost = firstCost
  #records = firstRecords
  #isFirst = true
  #isFinished = false

  constructor(open: OpenLoop, env: LoopEnv) {
    this.#open = open
    this.#env = env
    this.#loop = open(env)
  }

  *push(chunk: Chunk): Iterable<Rows> {
    for (const piece of this.#pieces(chunk)) {
      const before = this.#loop.size?.() ?? 0
      this.#loop.push(piece)
      const size = this.#loop.size?.() ?? 0
      this.#pace(size - before)
      const isKnown = !this.#isFirst || size < keysOfFirstGo
      if (isKnown && size * this.#cost <= this.#env.room && !isHeapFull()) continue
      this.#isFirst = false
      const rows = this.#loop.finish()
      this.#cost = Math.max(firstCost, costOf(rows) / Math.max(1, size))
      // Its table goes before whoever takes the rows needs room for them.
      this.#loop = this.#open(this.#env)
      yield rows
    }
  }

  *#pieces(chunk: Chunk): Iterable<Chunk> {
    for (let at = 0, end = lengthOf(chunk); at < end;) {
      const to = Math.min(at + this.#records, end)
      yield partOf(chunk, at, to)
      at = to
    }
  }

  /** A few records may become many keys: then fewer go in at a time. */
  #pace(grown: number): void {
    const isMuch = grown * this.#cost > this.#env.room * shareOfPiece
    this.#records = isMuch
      ? Math.max(fewestRecords, this.#records / 2)
      : Math.min(mostRecords, this.#records * 2)
  }

  finish(): Rows {
    this.#isFinished = true
    return this.#loop.finish()
  }

  end(): void {
    if (!this.#isFinished) this.#loop.abandon()
  }
}
