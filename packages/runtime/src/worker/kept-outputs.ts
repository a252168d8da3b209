import { rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import type { MemoryBudget } from '../memory/memory-budget.ts'
import type { BlockSize, FileBlock } from '../shuffle/block-ref.ts'
import type { RemoteOutput, TaskFinished } from '../wire/messages.ts'
import type { Piece } from '../wire/protocol.ts'

/** A block that lies here. */
export type OwnBlock = Uint8Array | FileBlock

/** One map task's output. */
interface Kept {
  /** For each partition its blocks. */
  readonly blocks: readonly (readonly OwnBlock[])[]
  /** Gives back what they take. */
  readonly release: () => void
}

/** The map outputs that one executor process keeps, until its driver says that nobody will read them. */
export class KeptOutputs {
  readonly #outputs = new Map<number, Kept>()
  readonly #budget: MemoryBudget

  constructor(budget: MemoryBudget) {
    this.#budget = budget
  }

  /**
   * Keeps what a map task left, and gives what the driver is told of it.
   * @param output the id of the attempt
   */
  keep(output: number, { files, reserved }: TaskFinished, blocks: readonly Uint8Array[]): RemoteOutput {
    const kept: Kept['blocks'] = files ?? blocks.map((block) => (block.length > 0 ? [block] : []))
    const paths = new Set(files?.flat().map(({ path }) => path))
    this.put(output, kept, () => {
      this.#budget.release(reserved)
      for (const path of paths) rmSync(path, { force: true })
    })
    return { output, sizes: sizesOf(kept) }
  }

  /** Keeps blocks that another worker had. */
  put(output: number, blocks: Kept['blocks'], release: () => void): void {
    this.drop(output)
    this.#outputs.set(output, { blocks, release })
  }

  /** Everything that is kept. */
  all(): readonly RemoteOutput[] {
    return [...this.#outputs].map(([output, { blocks }]) => ({ output, sizes: sizesOf(blocks) }))
  }

  /**
   * The blocks of a partition.
   * @throws Error when they are not here
   */
  blocksOf(output: number, partition: number): readonly OwnBlock[] {
    const kept = this.#outputs.get(output)?.blocks[partition]
    if (kept) return kept
    throw new Error(`The map output ${output} is not kept any more.`)
  }

  /**
   * The bytes of a piece, as they are kept.
   * @throws Error when they are not here, or cannot be read
   */
  async read({ output, partition, block, from, size }: Piece): Promise<Uint8Array> {
    const kept = this.blocksOf(output, partition)[block]
    if (!kept || from < 0 || size < 0 || from + size > sizeOf(kept).size) {
      throw new Error(`The map output ${output} has no such piece.`)
    }
    if (kept instanceof Uint8Array) return kept.subarray(from, from + size)
    const file = await open(kept.path)
    try {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(size), 0, size, kept.offset + from)
      if (bytesRead < size) throw new Error(`${kept.path} ends at ${kept.offset + from + bytesRead}.`)
      return buffer
    } finally {
      await file.close()
    }
  }

  /** Nobody will read an output any more. */
  drop(output: number): void {
    const kept = this.#outputs.get(output)
    this.#outputs.delete(output)
    kept?.release()
  }
}

function sizesOf(blocks: Kept['blocks']): RemoteOutput['sizes'] {
  return blocks.map((of) => of.map(sizeOf))
}

function sizeOf(block: OwnBlock): BlockSize {
  if ('path' in block) {
    const { size, length, records } = block
    return { size, length, records }
  }
  return { size: block.length, length: block.length, records: 0 }
}
