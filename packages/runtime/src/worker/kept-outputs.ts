import { open } from 'node:fs/promises'
import { recordsOfChunk } from '../codec/chunk.ts'
import type { FileBlock } from '../shuffle/block-ref.ts'
import { blocksOf, type OwnBlock } from '../shuffle/local-split.ts'
import type { LocalOutput } from '../shuffle/map-output.ts'
import { outputIndex, type IndexedBlock } from '../shuffle/output-index.ts'
import type { Piece } from '../wire/protocol.ts'
import { Credits } from './credits.ts'

/** One map task's output. */
interface Kept {
  /** What blocks there are. */
  readonly index: Uint8Array
  readonly blocksOf: (partition: number) => readonly OwnBlock[]
  /** Gives back what they take. */
  readonly release: () => void
}

/** Files that are open at the same time; a request may be for pieces of hundreds. */
const mostFiles = 16

/** The map outputs that one executor process keeps, until its driver says that nobody will read them. */
export class KeptOutputs {
  readonly #outputs = new Map<number, Kept>()
  readonly #files = new Credits(mostFiles)

  /** Keeps what a map task left. */
  keep(output: number, place: LocalOutput, release: () => void): void {
    this.#put(output, { index: place.index, blocksOf: (partition) => blocksOf(place, partition), release })
  }

  /** Keeps blocks that another worker had, by partition. */
  adopt(output: number, blocks: ReadonlyMap<number, readonly OwnBlock[]>, release: () => void): void {
    const sizes = [...blocks].map(([partition, own]) => [partition, own.map(sizeOf)] as const)
    const index = outputIndex(sizes.toSorted(([a], [b]) => a - b))
    this.#put(output, { index, blocksOf: (partition) => blocks.get(partition) ?? [], release })
  }

  /** The ids of everything that is kept. */
  all(): readonly number[] {
    return [...this.#outputs.keys()]
  }

  /**
   * What blocks an output has.
   * @throws Error when it is not here
   */
  index(output: number): Uint8Array {
    return this.#get(output).index
  }

  /**
   * The blocks of a partition.
   * @throws Error when they are not here
   */
  blocksOf(output: number, partition: number): readonly OwnBlock[] {
    return this.#get(output).blocksOf(partition)
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
    await this.#files.take(1)
    try {
      return await readPiece(kept, from, size)
    } finally {
      this.#files.give(1)
    }
  }

  /** Nobody will read an output any more. */
  drop(output: number): void {
    const kept = this.#outputs.get(output)
    this.#outputs.delete(output)
    kept?.release()
  }

  #put(output: number, kept: Kept): void {
    this.drop(output)
    this.#outputs.set(output, kept)
  }

  #get(output: number): Kept {
    const kept = this.#outputs.get(output)
    if (kept) return kept
    throw new Error(`The map output ${output} is not kept any more.`)
  }
}

async function readPiece(kept: FileBlock, from: number, size: number): Promise<Uint8Array> {
  const file = await open(kept.path)
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(size), 0, size, kept.offset + from)
    if (bytesRead < size) throw new Error(`${kept.path} ends at ${kept.offset + from + bytesRead}.`)
    return buffer
  } finally {
    await file.close()
  }
}

function sizeOf(block: OwnBlock): IndexedBlock {
  if ('path' in block) {
    const { offset, size, length, records } = block
    return { offset, size, length, records }
  }
  const { length } = block
  return { offset: 0, size: length, length, records: recordsOfChunk(block) }
}
