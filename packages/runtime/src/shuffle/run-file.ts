import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { addChunkChecksum } from '../codec/chunk.ts'
import { squeezed } from '../codec/squeezed.ts'
import type { Buckets } from '../columns/column.ts'
import { costOf } from '../memory/cost-of.ts'
import type { FileBlock } from './block-ref.ts'
import { scratchError, scratchFile } from './scratch-folder.ts'

/**
 * One file of blocks, written run by run: each run has the records of some partitions, next to each other. The index
 * says where the blocks of each partition are.
 */
export class RunFile {
  readonly path: string
  /** For each partition its blocks, in the order in which they were written. */
  readonly index: FileBlock[][] = []
  /** For each partition about what an operator takes that holds its records, in bytes. */
  readonly costs: number[] = []
  /** Bytes in the file. */
  size = 0
  readonly #file: number
  #isOpen = true

  /** @param folder the scratch folder */
  constructor(folder: string, kind: string) {
    this.path = scratchFile(folder, kind)
    try {
      this.#file = openSync(this.path, 'wx', 0o600)
    } catch (cause) {
      throw scratchError(this.path, cause)
    }
  }

  /**
   * Writes a run: a block for each partition, of which some may be empty.
   * @param buckets what the blocks hold
   */
  write(blocks: readonly Uint8Array[], buckets: Buckets): void {
    for (const [partition, block] of blocks.entries()) {
      const ofPartition = (this.index[partition] ??= [])
      const rows = buckets[partition] ?? []
      this.costs[partition] = (this.costs[partition] ?? 0) + costOf(rows)
      if (block.length > 0) ofPartition.push(this.add(block, rows.length))
    }
  }

  /** Writes a block that the index does not know. */
  add(block: Uint8Array, records: number): FileBlock {
    const { length } = block
    const bytes = squeezed(addChunkChecksum(block))
    try {
      for (let done = 0; done < bytes.length;) done += writeSync(this.#file, bytes, done)
    } catch (cause) {
      throw scratchError(this.path, cause)
    }
    const { path, size: offset } = this
    this.size += bytes.length
    return { path, offset, size: bytes.length, length, records }
  }

  /** Nothing more is written. */
  close(): void {
    if (this.#isOpen) closeSync(this.#file)
    this.#isOpen = false
  }

  /** Removes the file, whatever state it is in. */
  discard(): void {
    this.close()
    rmSync(this.path, { force: true })
  }
}
