import { randomUUID } from 'node:crypto'
import { closeSync, mkdirSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { AtomicError } from '@atomic-ts/core/internal'
import { errnoMeaning } from '../files/errno-meaning.ts'
import { addChunkChecksum } from '../codec/chunk.ts'
import { squeezed, unsqueezed } from '../codec/squeezed.ts'

/** A partition in a file: encoded pieces, one after the other, each compressed and with its own checksum. */
export interface BlockFile {
  readonly path: string
  readonly pieces: readonly FilePiece[]
  /** Bytes of the file. */
  readonly size: number
  /** Bytes of the pieces in memory. */
  readonly length: number
}

interface FilePiece {
  /** Bytes in the file. */
  readonly size: number
  /** Bytes in memory. */
  readonly length: number
  /** Checksum of the bytes in the file. */
  readonly crc: number
}

/** Writes a partition to a file that nobody else knows. */
export class BlockFileWriter {
  readonly #path: string
  readonly #pieces: FilePiece[] = []
  #size = 0
  #length = 0
  #fd: number | undefined

  /** @param folder it is made when it is not there yet */
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    this.#path = join(folder, `block-${randomUUID()}`)
    this.#fd = openSync(this.#path, 'wx', 0o600)
  }

  append(encoded: Uint8Array): void {
    if (this.#fd === undefined) throw new TypeError('The file is closed.')
    const bytes = squeezed(addChunkChecksum(encoded))
    for (let done = 0; done < bytes.length;) done += writeSync(this.#fd, bytes, done)
    this.#pieces.push({ size: bytes.length, length: encoded.length, crc: crc32(bytes) })
    this.#size += bytes.length
    this.#length += encoded.length
  }

  /** What was written so far, which can be read while more is written. */
  written(): BlockFile {
    return { path: this.#path, pieces: [...this.#pieces], size: this.#size, length: this.#length }
  }

  /** Ends the file. */
  close(): BlockFile {
    if (this.#fd !== undefined) closeSync(this.#fd)
    this.#fd = undefined
    return this.written()
  }

  /** Removes the file. */
  discard(): void {
    removeFile(this.close())
  }
}

/** Whether every piece is as it was written. What cannot be read is not. */
export function isWhole(file: BlockFile): boolean {
  try {
    for (const { bytes, crc } of packedPieces(file)) if (crc32(bytes) !== crc) return false
    return true
  } catch {
    return false
  }
}

/**
 * The pieces, one at a time, each in memory of its own. The file may be removed meanwhile.
 * @throws ATOMIC7002 when the disk has lost it
 */
export function* readPieces(file: BlockFile): Iterable<Uint8Array> {
  const pieces = packedPieces(file)[Symbol.iterator]()
  try {
    for (let next = orLost(file, () => pieces.next()); !next.done; next = orLost(file, () => pieces.next())) {
      const { bytes, length } = next.value
      yield orLost(file, () => unsqueezed(bytes, length))
    }
  } finally {
    pieces.return?.()
  }
}

function orLost<T>({ path }: BlockFile, read: () => T): T {
  try {
    return read()
  } catch (cause) {
    const { meaning, fix } = errnoMeaning(cause)
    throw new AtomicError('ATOMIC7002', {
      what: `A cached partition in ${path} cannot be read any more: ${meaning}.`,
      fix,
      cause,
    })
  }
}

function* packedPieces({ path, pieces }: BlockFile): Iterable<FilePiece & { readonly bytes: Buffer }> {
  const fd = openSync(path, 'r')
  try {
    let at = 0
    for (const piece of pieces) {
      yield { ...piece, bytes: readRange(fd, at, piece.size) }
      at += piece.size
    }
  } finally {
    closeSync(fd)
  }
}

/** Removes a file. What a disk that is gone has left, the next process removes. */
export function removeFile({ path }: BlockFile): void {
  try {
    rmSync(path, { force: true })
  } catch {}
}

function readRange(fd: number, from: number, size: number): Buffer {
  // Memory of its own begins at a multiple of 8, so that columns of numbers can be read in place.
  const bytes = Buffer.allocUnsafeSlow(size)
  for (let done = 0; done < size;) {
    const read = readSync(fd, bytes, done, size - done, from + done)
    if (read === 0) throw new Error(`The file ends at ${from + done}.`)
    done += read
  }
  return bytes
}
