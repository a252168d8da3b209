import { decodeColumn } from '../../codec/chunk.ts'
import type { Rows } from '../../columns/column.ts'
import { costOf } from '../../memory/cost-of.ts'
import type { FileBlock } from '../../shuffle/block-ref.ts'
import { readBlock } from '../../shuffle/read-block.ts'
import { RunFile } from '../../shuffle/run-file.ts'
import type { DiskEnv } from './cut-by-key.ts'
import { writeRows } from './write-rows.ts'

/** Records that are gone through later, any number of times: in memory as long as there is room, and then in a file. */
export class HeldRows {
  readonly #env: DiskEnv
  readonly #room: number
  readonly #rows: Rows[] = []
  readonly #blocks: FileBlock[] = []
  #file: RunFile | undefined
  #cost = 0

  /** @param room in bytes */
  constructor(env: DiskEnv, room: number) {
    this.#env = env
    this.#room = room
  }

  push(rows: Rows): void {
    if (rows.length === 0) return
    this.#env.throwIfCancelled()
    this.#cost += costOf(rows)
    if (this.#cost <= this.#room) this.#rows.push(rows)
    else {
      this.#file ??= new RunFile(this.#env.scratch, 'held')
      this.#blocks.push(...writeRows(this.#file, rows, this.#room))
    }
  }

  *all(): Iterable<Rows> {
    yield* this.#rows
    for (const block of this.#blocks) {
      this.#env.throwIfCancelled()
      yield decodeColumn(readBlock(block))
    }
  }

  discard(): void {
    this.#file?.discard()
  }
}
