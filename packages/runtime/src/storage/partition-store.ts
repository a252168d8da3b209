import {
  encodedBlock,
  chunksOf,
  sizeOf,
  statusOf,
  type Block,
  type BlockKey,
  type Report,
  type Written,
} from './block.ts'
import { BlockFileWriter, isWhole, readPieces, removeFile, type BlockFile } from './block-file.ts'
import { errnoMeaning } from '../files/errno-meaning.ts'
import { recordsOfChunk } from '../codec/chunk.ts'
import { isSealed } from '../codec/envelope.ts'
import type { Rows } from '../columns/column.ts'
import { PartitionWriter } from './partition-writer.ts'
import { encodedOf, pieceOfEncoded, unlessRefused, type Piece } from './piece.ts'

/** Bytes that a worker may hold outside of its heaps. */
export interface ByteBudget {
  /** Takes bytes, all or none. */
  reserve(bytes: number): boolean
  release(bytes: number): void
}

/** What a store may use. */
export interface StoreLimits {
  readonly budget: ByteBudget
  /** The most bytes that it holds in memory. */
  readonly memory: number
  /** The most bytes of these that lie on the heap. */
  readonly heap: number
  /** Where partitions go that do not fit; the folder is made for the first. */
  readonly folder: string
}

/** A partition as it is read. */
export interface KeptRecords {
  readonly chunks: Iterable<Rows>
  /** About how many bytes it takes in memory. */
  readonly length: number
  readonly records: number
}

/**
 * The cached partitions of one executor. What was not used for the longest time leaves memory first: for the disk where
 * its level says so, else for good.
 */
export class PartitionStore {
  readonly #limits: StoreLimits
  /** By RDD and partition, the one that was used last at the end. */
  readonly #blocks = new Map<string, Block>()
  #heap = 0
  #memory = 0
  #isWarned = false

  constructor(limits: StoreLimits) {
    this.#limits = limits
  }

  /** The records of a partition; `undefined` when it is not here, or not as it was written. */
  read(rdd: number, partition: number): KeptRecords | undefined {
    const key = `${rdd}.${partition}`
    const block = this.#blocks.get(key)
    if (!block) return undefined
    if (!block.pieces && !this.#isReadable(block)) {
      this.#remove(block)
      return undefined
    }
    this.#blocks.delete(key)
    this.#blocks.set(key, block)
    const length = block.pieces ? sizeOf(block.pieces) : (block.file?.length ?? 0)
    return { chunks: chunksOf(block), length, records: block.records }
  }

  /** Starts to keep a partition. */
  write(key: BlockKey): PartitionWriter {
    return new PartitionWriter(key.level, {
      reserve: (piece) => this.#reserve(piece, key.rdd),
      release: (piece) => this.#release(piece),
      openFile: () => new BlockFileWriter(this.#limits.folder),
      failed: (error) => this.#warn(error),
    })
  }

  /** Keeps what a writer has written, instead of what was there. Gives its records. */
  keep(key: BlockKey, written: Written, report: Report): Iterable<Rows> {
    const name = `${key.rdd}.${key.partition}`
    const before = this.#blocks.get(name)
    if (before) this.#remove(before)
    const block: Block = { ...key, ...written, report }
    this.#blocks.set(name, block)
    report(statusOf(block))
    return chunksOf(block)
  }

  /** Keeps a copy of another slot's partition, if there is room and none is here. */
  adopt(key: BlockKey, encoded: readonly Uint8Array[], report: Report): void {
    const records = encoded.reduce((sum, each) => sum + recordsOfChunk(each), 0)
    if (this.#blocks.has(`${key.rdd}.${key.partition}`)) return
    if (!encoded.every((each) => isSealed('chunk', each))) return
    const pieces = encoded.map((each) => pieceOfEncoded(each))
    const isInMemory = key.level.useMemory && this.#reserveAll(pieces, key.rdd)
    const file = isInMemory || !key.level.useDisk ? undefined : this.#write(encoded)
    if (isInMemory || file) {
      this.keep(key, { pieces: isInMemory ? pieces : undefined, file, records }, report)
    }
  }

  /** The encoded pieces of a partition that is here, for another slot. */
  encoded(rdd: number, partition: number): readonly Uint8Array[] | undefined {
    const block = this.#blocks.get(`${rdd}.${partition}`)
    return block && encodedBlock(block)
  }

  /** Forgets every partition of an RDD. */
  drop(rdd: number): void {
    for (const block of [...this.#blocks.values()]) if (block.rdd === rdd) this.#remove(block)
  }

  #reserve(piece: Piece, rdd: number): boolean {
    const { budget, memory, heap } = this.#limits
    const { bytes } = piece
    const isRows = piece.kind === 'rows'
    if (bytes > memory || (isRows && this.#heap + bytes > heap)) return false
    if (!this.#makeRoom(this.#memory + bytes - memory, rdd)) return false
    const isTaken = (): boolean => isRows || budget.reserve(bytes)
    while (!isTaken()) if (!this.#evictFirst(rdd)) return false
    this.#memory += bytes
    if (isRows) this.#heap += bytes
    return true
  }

  #reserveAll(pieces: readonly Piece[], rdd: number): boolean {
    for (const [i, piece] of pieces.entries()) {
      if (this.#reserve(piece, rdd)) continue
      for (const taken of pieces.slice(0, i)) this.#release(taken)
      return false
    }
    return true
  }

  #release({ kind, bytes }: Piece): void {
    this.#memory -= bytes
    if (kind === 'rows') this.#heap -= bytes
    else this.#limits.budget.release(bytes)
  }

  /** Evicts what was not used for the longest time, unless all of it together is too little. Never of the RDD itself. */
  #makeRoom(needed: number, rdd: number): boolean {
    const victims: Block[] = []
    let freed = 0
    for (const block of this.#blocks.values()) {
      if (freed >= needed) break
      if (block.rdd === rdd || !block.pieces) continue
      victims.push(block)
      freed += sizeOf(block.pieces)
    }
    if (freed < needed) return false
    for (const block of victims) this.#evict(block)
    return true
  }

  #evictFirst(rdd: number): boolean {
    for (const block of this.#blocks.values()) {
      if (block.rdd === rdd || !block.pieces?.some(({ kind }) => kind === 'encoded')) continue
      this.#evict(block)
      return true
    }
    return false
  }

  #evict(block: Block): void {
    if (block.level.useDisk && !block.file) {
      block.file = this.#write(unlessRefused(() => block.pieces?.map(encodedOf)))
    }
    if (!block.file) return this.#remove(block)
    for (const piece of block.pieces ?? []) this.#release(piece)
    block.pieces = undefined
    block.report(statusOf(block))
  }

  /** A file of pieces; `undefined` when it cannot be written. */
  #write(encoded: readonly Uint8Array[] | undefined): BlockFile | undefined {
    let file: BlockFileWriter | undefined
    try {
      if (!encoded) return undefined
      file = new BlockFileWriter(this.#limits.folder)
      for (const each of encoded) file.append(each)
      return file.close()
    } catch (error) {
      file?.discard()
      this.#warn(error)
      return undefined
    }
  }

  /** Whether a file is as it was written. What there is room for comes back to memory. */
  #isReadable(block: Block): boolean {
    const { file, level } = block
    if (!file || !isWhole(file)) return false
    const isRoom = level.useMemory && this.#memory + file.length <= this.#limits.memory
    if (!isRoom || !this.#limits.budget.reserve(file.length)) return true
    this.#limits.budget.release(file.length)
    const pieces = [...readPieces(file)].map((each) => pieceOfEncoded(each))
    if (!this.#reserveAll(pieces, block.rdd)) return true
    block.pieces = pieces
    block.report(statusOf(block))
    return true
  }

  #remove(block: Block): void {
    this.#free(block)
    this.#blocks.delete(`${block.rdd}.${block.partition}`)
    block.report(statusOf(block))
  }

  #free(block: Block): void {
    for (const piece of block.pieces ?? []) this.#release(piece)
    if (block.file) removeFile(block.file)
    block.pieces = undefined
    block.file = undefined
  }

  /** Says once that the disk cannot be used: partitions are computed again instead. */
  #warn(error: unknown): void {
    if (this.#isWarned) return
    this.#isWarned = true
    const { meaning, fix } = errnoMeaning(error)
    process.emitWarning(
      `Cached partitions cannot be kept in ${this.#limits.folder}: ${meaning}. They will be computed again. ${fix}`,
    )
  }
}
