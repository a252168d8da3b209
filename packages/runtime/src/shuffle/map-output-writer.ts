import { rmSync } from 'node:fs'
import { encodeBuckets } from '../codec/chunk.ts'
import type { Buckets, Rows } from '../columns/column.ts'
import { budgetOf, type WorkerMemory } from '../memory/worker-memory.ts'
import type { TaskCounts } from '../task/task-counts.ts'
import { outputIndex, type IndexedBlock } from './output-index.ts'
import { RunFile } from './run-file.ts'

/** What a map task leaves for the next stage. */
export interface WrittenOutput {
  /** The index of its blocks, and before it their bytes, when these fit in memory. */
  readonly blocks: readonly Uint8Array[]
  readonly written: { readonly path?: string }
  /** Bytes of the worker's memory that the blocks take. */
  readonly reserved: number
}

/** Writes the output of one map task: in memory when the worker has room for it, in one file otherwise. */
export class MapOutputWriter {
  readonly #memory: WorkerMemory
  readonly #counts: TaskCounts
  #file: RunFile | undefined

  constructor(memory: WorkerMemory, counts: TaskCounts) {
    this.#memory = memory
    this.#counts = counts
  }

  /** Takes records that the task cannot hold any longer. */
  spill(buckets: Buckets): void {
    this.#file ??= new RunFile(this.#memory.scratch, 'shuffle')
    this.#countRecords(buckets)
    this.#file.write(encodeBuckets(buckets), buckets)
  }

  /** Takes the last records. */
  finish(buckets: Buckets): WrittenOutput {
    const { shuffleWrite } = this.#counts
    const blocks = encodeBuckets(buckets)
    const bytes = blocks.reduce((sum, { length }) => sum + length, 0)
    this.#countRecords(buckets)
    if (!this.#file && budgetOf(this.#memory).reserve(bytes)) {
      shuffleWrite.bytesWritten += bytes
      return { blocks: [memoryOf(blocks), indexOf(blocks, buckets)], written: {}, reserved: bytes }
    }
    this.#file ??= new RunFile(this.#memory.scratch, 'shuffle')
    this.#file.write(blocks, buckets)
    this.#file.close()
    shuffleWrite.bytesWritten += this.#file.size
    const { path, index } = this.#file
    return { blocks: [outputIndex(index.entries())], written: { path }, reserved: 0 }
  }

  /** The attempt failed: nothing of it stays. */
  discard(): void {
    this.#file?.discard()
  }

  #countRecords(buckets: Buckets): void {
    for (const { length } of buckets) this.#counts.shuffleWrite.recordsWritten += length
  }
}

/** Nobody will hear of an output. */
export function giveBack({ written, reserved }: Partial<WrittenOutput>, memory: WorkerMemory): void {
  if (reserved) budgetOf(memory).release(reserved)
  if (written?.path !== undefined) rmSync(written.path, { force: true })
}

/** The memory that the blocks of one encoding share. */
function memoryOf([first]: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(first?.buffer ?? new SharedArrayBuffer(0))
}

function indexOf(blocks: readonly Uint8Array[], buckets: readonly Rows[]): Uint8Array {
  const found: [number, IndexedBlock[]][] = []
  for (const [partition, { byteOffset: offset, length }] of blocks.entries()) {
    const records = buckets[partition]?.length ?? 0
    if (length > 0) found.push([partition, [{ offset, size: length, length, records }]])
  }
  return outputIndex(found)
}
