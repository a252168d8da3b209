import {
  closeSync,
  constants,
  fchmodSync,
  mkdirSync,
  openSync,
  realpathSync,
  symlinkSync,
  writeSync,
} from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import type { SentPart } from '../wire/protocol.ts'

/** The copies of what a driver sends along with its tasks, in a folder of one executor process. */
export class SentCopies {
  readonly folder: string

  /** @param scratch the folder that goes with the process */
  constructor(scratch: string) {
    this.folder = join(scratch, 'files')
  }

  /**
   * Puts a part into its place.
   * @throws Error when it would lie outside of the folder, or cannot be written
   */
  put(part: SentPart, [bytes = new Uint8Array(0)]: readonly Uint8Array[]): void {
    const path = this.#pathOf(part.name)
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    this.#checkInside(realpathSync(dirname(path)), part.name)
    switch (part.kind) {
      case 'folder':
        return void mkdirSync(path, { recursive: true, mode: 0o700 })
      case 'link':
        return symlinkSync(part.target, path)
      case 'file':
        return write(path, part, bytes)
    }
  }

  #pathOf(name: string): string {
    const path = resolve(this.folder, name)
    mkdirSync(this.folder, { recursive: true, mode: 0o700 })
    this.#checkInside(join(realpathSync(this.folder), relative(this.folder, path)), name)
    return path
  }

  /** A link that came before may lead out of the folder. */
  #checkInside(path: string, name: string): void {
    const inner = relative(realpathSync(this.folder), path)
    if (inner !== '..' && !inner.startsWith(`..${sep}`)) return
    throw new Error(`${JSON.stringify(name)} would lie outside of the folder of sent files.`)
  }
}

/** Writes a piece of a file. A link that stands in its place is not followed. */
function write(
  path: string,
  { from, mode, isLast }: Extract<SentPart, { readonly kind: 'file' }>,
  bytes: Uint8Array,
): void {
  const { O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY } = constants
  const isNew = from === 0 ? O_CREAT | O_EXCL : 0
  const file = openSync(path, O_WRONLY | O_NOFOLLOW | isNew, 0o600)
  try {
    for (let done = 0; done < bytes.length;) {
      done += writeSync(file, bytes, done, bytes.length - done, from + done)
    }
    // Not before: it may be one that allows no writing.
    if (isLast) fchmodSync(file, mode)
  } finally {
    closeSync(file)
  }
}
