import { getHeapStatistics } from 'node:v8'
import type { Rows } from '../columns/column.ts'
import { costOf } from '../memory/cost-of.ts'
import { piecesOf } from './column-loop.ts'
import type { Chunk, Loop, LoopEnv } from './compile-pipeline.ts'
import type { Chunks } from './open-split.ts'

/** So many records go in between looks at what is held: enough for a kernel to work well on them. */
const recordsOfPiece = 1 << 16
/** What a key takes until it is known better, in bytes. */
const firstCost = 200
/** The part of the heap from which on a loop gives what it has, whatever it seems to take. */
const fullHeap = 0.75

/** What an operator gives that may give what it has whenever there is no more room, and begin again. */
export function inGoes(open: (env: LoopEnv) => Loop, chunks: Chunks, env: LoopEnv): Chunks {
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
  readonly #open: (env: LoopEnv) => Loop
  readonly #env: LoopEnv
  #loop: Loop
  #cost = firstCost
  #isFinished = false

  constructor(open: (env: LoopEnv) => Loop, env: LoopEnv) {
    this.#open = open
    this.#env = env
    this.#loop = open(env)
  }

  *push(chunk: Chunk): Iterable<Rows> {
    for (const piece of piecesOf(chunk, recordsOfPiece)) {
      this.#loop.push(piece)
      const size = this.#loop.size?.() ?? 0
      if (size * this.#cost <= this.#env.room && !isHeapFull()) continue
      const rows = this.#loop.finish()
      this.#cost = Math.max(firstCost, costOf(rows) / Math.max(1, size))
      yield rows
      this.#loop = this.#open(this.#env)
    }
  }

  finish(): Rows {
    this.#isFinished = true
    return this.#loop.finish()
  }

  end(): void {
    if (!this.#isFinished) this.#loop.abandon()
  }
}

function isHeapFull(): boolean {
  const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics()
  return used > limit * fullHeap
}
