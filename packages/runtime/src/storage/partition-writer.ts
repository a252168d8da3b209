import type { StorageLevel } from '@atomic-ts/core/internal'
import { decodeColumn } from '../codec/chunk.ts'
import { isColumn, type Column, type Rows } from '../columns/column.ts'
import { slice } from '../columns/gather.ts'
import { rowsOf } from '../columns/rows-of.ts'
import type { Written } from './block.ts'
import { readPieces, removeFile, type BlockFileWriter } from './block-file.ts'
import { bytesOf } from '../memory/bytes-of.ts'
import {
  columnPiece,
  encodedOf,
  encodedPiece,
  isColumnar,
  recordsOf,
  rowsPiece,
  unlessRefused,
  type Piece,
} from './piece.ts'

/** What a writer asks of its store. */
export interface WriterRoom {
  /** Makes room for a piece; false when there is none. */
  reserve(piece: Piece): boolean
  release(piece: Piece): void
  /** A new file. */
  openFile(): BlockFileWriter
  /** Hears why a file cannot be written. */
  failed(error: unknown): void
}

/**
 * Takes the records of one partition as they come, and keeps them piece by piece: in memory while there is room, then
 * in a file where the level allows it. When neither does, the writer gives up, and gives back what it was given.
 */
export class PartitionWriter {
  readonly #level: StorageLevel
  readonly #room: WriterRoom
  #pieces: Piece[] = []
  #file: BlockFileWriter | undefined
  #pending: unknown[] = []
  /** Records that make a piece. */
  #most = firstRecords
  #areColumns = true
  #records = 0
  /** What was refused when the writer gave up. */
  #left: Rows[] | undefined

  constructor(level: StorageLevel, room: WriterRoom) {
    this.#level = level
    this.#room = room
    if (level.useMemory) return
    if (!this.#onDisk(() => (this.#file = room.openFile()))) this.#left = []
  }

  /**
   * Takes records. False when they do not fit: then `taken` has them all.
   * @throws ATOMIC4001 when the level asks for encoded records, and these cannot be encoded
   */
  add(rows: Rows): boolean {
    if (this.#left) return this.#giveUp(rows)
    this.#records += rows.length
    if (!isColumn(rows)) return this.#addRows(rows)
    if (rows.kind === 'any') return this.#addRows(rows.values)
    if (this.#areKept(rows)) return this.#flush() ? this.#seal(rows) : this.#giveUp(rows)
    for (let from = 0; from < rows.length; from += madeAtOnce) {
      const to = Math.min(rows.length, from + madeAtOnce)
      if (!this.#addRows(rowsOf(rows, from, to))) {
        return to < rows.length ? this.#giveUp(slice(rows, to, rows.length)) : false
      }
    }
    return true
  }

  /** Whether columns are kept as they came: they are where they are read in place, or encoded in any case. */
  #areKept(rows: Column): boolean {
    return !this.#level.deserialized || this.#file !== undefined || isColumnar(rows)
  }

  #addRows(values: readonly unknown[]): boolean {
    for (let from = 0; from < values.length;) {
      const to = Math.min(values.length, from + this.#most - this.#pending.length)
      while (from < to) this.#pending.push(values[from++])
      if (this.#pending.length >= this.#most && !this.#flush()) return this.#giveUp(values.slice(from))
    }
    return true
  }

  /** Ends the partition. False when its last records do not fit: then `taken` has them all. */
  finish(): Written | undefined {
    if (this.#left || !this.#flush()) return undefined
    const pieces = this.#file ? undefined : this.#pieces
    return { pieces, file: this.#file?.close(), records: this.#records }
  }

  /** Everything that was added, of a writer that gave up. It keeps nothing any more. */
  *taken(): Iterable<Rows> {
    const [pieces, file, left] = [this.#pieces, this.#file?.close(), this.#left ?? []]
    this.#free()
    try {
      for (const piece of pieces) yield recordsOf(piece)
      if (file) for (const piece of readPieces(file)) yield decodeColumn(piece)
      yield* left
    } finally {
      if (file) removeFile(file)
    }
  }

  /** Lets go of everything. */
  abandon(): void {
    this.#free()
    this.#file?.discard()
  }

  #free(): void {
    for (const piece of this.#pieces) this.#room.release(piece)
    this.#pieces = []
  }

  #flush(): boolean {
    const rows = this.#pending
    if (rows.length === 0) return true
    this.#pending = []
    this.#most = Math.max(1, Math.min(mostRecords, Math.floor((pieceSize * rows.length) / bytesOf(rows))))
    return this.#seal(rows)
  }

  #seal(rows: Rows): boolean {
    return this.#keep(rows) || this.#giveUp(rows)
  }

  #keep(rows: Rows): boolean {
    if (this.#left) return false
    if (this.#file) return this.#append(rows)
    for (const piece of this.#formsOf(rows)) {
      if (!this.#room.reserve(piece)) continue
      this.#pieces.push(piece)
      return true
    }
    return this.#level.useDisk && this.#moveToDisk() && this.#append(rows)
  }

  /** The pieces that records can be, the best first. */
  *#formsOf(rows: Rows): Iterable<Piece> {
    if (!this.#level.deserialized) return yield encodedPiece(rows)
    const column = this.#areColumns ? columnPiece(rows) : undefined
    if (column) return yield column
    this.#areColumns = false
    if (!isColumn(rows)) yield rowsPiece(rows)
    const encoded = unlessRefused(() => encodedPiece(rows))
    if (encoded) yield encoded
  }

  #append(rows: Rows): boolean {
    const encode = (): Uint8Array => encodedPiece(rows).encoded
    const encoded = this.#level.deserialized ? unlessRefused(encode) : encode()
    return encoded !== undefined && this.#onDisk(() => this.#file?.append(encoded))
  }

  #moveToDisk(): boolean {
    let file: BlockFileWriter | undefined
    const isDone =
      this.#onDisk(() => (file = this.#room.openFile())) &&
      this.#pieces.every((piece) => {
        const encoded = unlessRefused(() => encodedOf(piece))
        return encoded !== undefined && this.#onDisk(() => file?.append(encoded))
      })
    if (!isDone) {
      file?.discard()
      return false
    }
    this.#free()
    this.#file = file
    return true
  }

  /** Without a disk the records are computed again: a job that needs none of it goes on. */
  #onDisk(write: () => void): boolean {
    try {
      write()
      return true
    } catch (error) {
      this.#room.failed(error)
      return false
    }
  }

  #giveUp(rows: Rows): false {
    this.#left ??= []
    if (rows.length > 0) this.#left.push(rows)
    return false
  }
}

/** Bytes on the heap, or about so many, that make a piece: enough to encode well, and few beside the heap. */
const pieceSize = 4 << 20
const firstRecords = 64
/** Records that are made of columns at a time. */
const madeAtOnce = 4096
const mostRecords = 1 << 16
