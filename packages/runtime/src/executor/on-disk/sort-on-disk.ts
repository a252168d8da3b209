import { decodeColumn } from '../../codec/chunk.ts'
import type { Column, Rows } from '../../columns/column.ts'
import { costOf } from '../../memory/cost-of.ts'
import type { FileBlock } from '../../shuffle/block-ref.ts'
import { readBlock } from '../../shuffle/read-block.ts'
import { RunFile } from '../../shuffle/run-file.ts'
import { piecesOf } from '../column-loop.ts'
import type { Chunk, Loop } from '../loop.ts'
import type { DiskEnv } from './cut-by-key.ts'
import type { Holding, WayOnDisk } from './holding.ts'
import { mergeRuns } from './merge-runs.ts'
import { writeRows } from './write-rows.ts'

/**
 * Pairs in the order of their keys: at once when they have room, else by a merge of sorted runs of which each had room;
 * pairs of equal keys keep their order (Knuth, The Art of Computer Programming 3, 5.4.1).
 */
export class SortOnDisk implements Holding {
  readonly #way: WayOnDisk
  readonly #env: DiskEnv
  readonly #runs: FileBlock[][] = []
  #file: RunFile | undefined
  #loop: Loop
  #held = 0

  constructor(way: WayOnDisk, env: DiskEnv) {
    this.#way = way
    this.#env = env
    this.#loop = way.open(env)
  }

  push(rows: Rows): void {
    for (const piece of piecesOf(rows)) {
      this.#env.throwIfCancelled()
      this.#loop.push(piece)
      this.#held += costOf(piece)
      if (this.#held > this.#env.room) this.#write()
    }
  }

  *finish(): Iterable<Chunk> {
    if (!this.#file) return yield this.#loop.finish()
    this.#write()
    this.#file.close()
    try {
      for (const pairs of mergeRuns(this.#runs.map(blocksOf), this.#way.ascending)) {
        this.#env.throwIfCancelled()
        yield pairs
      }
    } finally {
      this.discard()
    }
  }

  discard(): void {
    this.#loop.abandon()
    this.#file?.discard()
  }

  #write(): void {
    const { room, scratch } = this.#env
    this.#file ??= new RunFile(scratch, 'sort')
    this.#runs.push(writeRows(this.#file, this.#loop.finish(), room))
    this.#loop = this.#way.open(this.#env)
    this.#held = 0
  }
}

/** The pairs of a run: a block of it is in memory at a time. */
function* blocksOf(blocks: readonly FileBlock[]): Iterable<Column> {
  for (const block of blocks) yield decodeColumn(readBlock(block))
}
