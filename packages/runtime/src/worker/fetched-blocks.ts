import { rmSync } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { lz4 } from '../codec/lz4.ts'
import type { MemoryBudget } from '../memory/memory-budget.ts'
import type { BlockSize } from '../shuffle/block-ref.ts'
import { scratchError, scratchFile } from '../shuffle/scratch-folder.ts'
import type { OwnBlock } from '../shuffle/local-split.ts'

/** Where a fetched block is being put together. */
export interface Room {
  readonly size: BlockSize
  readonly offset: number
}

// More than this goes to disk in any case: one piece of memory for all.
const mostMemory = 1 << 30

/** What one task fetches: in memory where the worker has room for it, in a file otherwise. */
export class FetchedBlocks {
  readonly #budget: MemoryBudget
  readonly #reserved: number
  readonly #memory: Uint8Array | undefined
  readonly #path: string | undefined
  #file: Promise<FileHandle> | undefined
  #offset = 0
  #isReleased = false

  /** @param sizes of everything that will be put here */
  constructor(sizes: readonly BlockSize[], budget: MemoryBudget, scratch: string) {
    const bytes = sizes.reduce(
      (sum, { size, length }) => sum + aligned(size) + (size === length ? 0 : length),
      0,
    )
    const inMemory = bytes <= mostMemory && budget.reserve(bytes)
    this.#budget = budget
    this.#reserved = inMemory ? bytes : 0
    const total = sizes.reduce((sum, { size }) => sum + aligned(size), 0)
    this.#memory = inMemory ? new Uint8Array(new SharedArrayBuffer(total)) : undefined
    this.#path = inMemory ? undefined : scratchFile(scratch, 'fetched')
  }

  /** A place for a block. */
  room(size: BlockSize): Room {
    const offset = this.#offset
    this.#offset += aligned(size.size)
    return { size, offset }
  }

  /**
   * Puts a part of a block into its place.
   * @throws ATOMIC7001 when the disk does not take it
   */
  async put({ offset }: Room, from: number, bytes: Uint8Array): Promise<void> {
    // Else a part that comes late would begin the file again that was removed.
    if (this.#isReleased) return
    if (this.#memory) return this.#memory.set(bytes, offset + from)
    try {
      this.#file ??= open(this.#path ?? '', 'wx', 0o600)
      const file = await this.#file
      for (let done = 0; done < bytes.length;) {
        const { bytesWritten } = await file.write(bytes, done, bytes.length - done, offset + from + done)
        done += bytesWritten
      }
    } catch (cause) {
      throw scratchError(this.#path ?? '', cause)
    }
  }

  /** A block that is whole. */
  block({ size, offset }: Room): OwnBlock {
    if (!this.#memory) return { ...size, path: this.#path ?? '', offset }
    const bytes = this.#memory.subarray(offset, offset + size.size)
    return size.size === size.length ? bytes : shared(lz4().uncompressSync(Buffer.from(bytes)))
  }

  /** Everything is here. */
  async finish(): Promise<void> {
    await (await this.#file)?.close()
    this.#file = undefined
  }

  /** The task has read it, or does not want it any more. */
  release(): void {
    this.#isReleased = true
    this.#budget.release(this.#reserved)
    const remove = (): void => {
      if (this.#path !== undefined) rmSync(this.#path, { force: true })
    }
    // A file that could not be made, or written to its end, goes all the same.
    void this.finish().then(remove, remove)
  }
}

function shared(bytes: Uint8Array): Uint8Array {
  const memory = new Uint8Array(new SharedArrayBuffer(bytes.length))
  memory.set(bytes)
  return memory
}

// Columns of numbers are read in place, so each block begins at a multiple of 8.
function aligned(length: number): number {
  return (length + 7) & ~7
}
