import { randomUUID } from 'node:crypto'
import { closeSync, mkdirSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { isSealed } from '../codec/envelope.ts'

/** A partition in a file: encoded pieces, one after the other, each with its own checksum. */
export interface BlockFile {
  readonly path: string
  /** Bytes of each piece. */
  readonly sizes: readonly number[]
  /** Bytes of the file. */
  readonly size: number
}

/** Writes a partition to a file that nobody else knows. */
export class BlockFileWriter {
  readonly #path: string
  readonly #sizes: number[] = []
  #size = 0
  #fd: number | undefined

  /** @param folder it is made when it is not there yet */
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    this.#path = join(folder, `block-${randomUUID()}`)
    this.#fd = openSync(this.#path, 'wx', 0o600)
  }

  append(encoded: Uint8Array): void {
    if (this.#fd === undefined) throw new TypeError('The file is closed.')
    for (let done = 0; done < encoded.length;) done += writeSync(this.#fd, encoded, done)
    this.#sizes.push(encoded.length)
    this.#size += encoded.length
  }

  /** What was written so far, which can be read while more is written. */
  written(): BlockFile {
    return { path: this.#path, sizes: [...this.#sizes], size: this.#size }
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
    for (const piece of readPieces(file)) if (!isSealed('chunk', piece)) return false
    return true
  } catch {
    return false
  }
}

/** The pieces, one at a time, each in memory of its own. The file may be removed meanwhile. */
export function* readPieces({ path, sizes }: BlockFile): Iterable<Uint8Array> {
  const fd = openSync(path, 'r')
  try {
    let at = 0
    for (const size of sizes) {
      yield readRange(fd, at, size)
      at += size
    }
  } finally {
    closeSync(fd)
  }
}

export function removeFile({ path }: BlockFile): void {
  rmSync(path, { force: true })
}

function readRange(fd: number, from: number, size: number): Uint8Array {
  // Memory of its own begins at a multiple of 8, so that columns of numbers can be read in place.
  const bytes = Buffer.allocUnsafeSlow(size)
  for (let done = 0; done < size;) {
    const read = readSync(fd, bytes, done, size - done, from + done)
    if (read === 0) throw new Error(`The file ends at ${from + done}.`)
    done += read
  }
  return bytes
}
