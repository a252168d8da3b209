import { closeSync, openSync, readSync } from 'node:fs'
import { AtomicError } from '@atomic-ts/core/internal'
import { unsqueezed } from '../codec/squeezed.ts'
import type { FileBlock } from './block-ref.ts'

/**
 * The bytes of a block in a file.
 * @throws ATOMIC7002 when the file is gone, or shorter than it was
 */
export function readBlock({ path, offset, size, length }: FileBlock): Uint8Array {
  try {
    return unsqueezed(readRange(path, offset, size), length)
  } catch (cause) {
    throw new AtomicError('ATOMIC7002', {
      what: `A block of ${length} bytes in ${path} at ${offset} cannot be read.`,
      fix: 'Check the disk of the scratch folder.',
      cause,
    })
  }
}

function readRange(path: string, offset: number, size: number): Buffer {
  // Memory of its own, so that columns of numbers in it can be read in place.
  const bytes = Buffer.allocUnsafeSlow(size)
  const file = openSync(path, 'r')
  try {
    for (let done = 0; done < size;) {
      const read = readSync(file, bytes, done, size - done, offset + done)
      if (read === 0) throw new Error(`The file ends at ${offset + done}.`)
      done += read
    }
  } finally {
    closeSync(file)
  }
  return bytes
}
