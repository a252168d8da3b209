import { cpSync, mkdirSync, rmSync, statSync, type Stats } from 'node:fs'
import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AtomicError } from '@atomic-ts/core/internal'
import { errnoMeaning } from '../files/errno-meaning.ts'

const contexts = new Set<SentFiles>()

/** The files that one context sent along with its tasks: copies, in a folder of their own. */
export class SentFiles {
  /** The folder, which is made for the first file. Workers on this machine read it as it is. */
  readonly folder: string = join(tmpdir(), `atomic-files-${randomUUID()}`)
  readonly #sources = new Map<string, string>()
  readonly #remove = (): void => this.remove()
  #isRemoved = false

  /** Copies a file or a folder, with its permissions. */
  add(path: string, recursive: boolean, at: string): void {
    if (this.#isRemoved) {
      throw new AtomicError('ATOMIC2001', {
        what: 'addFile needs a running context, but this one is stopped.',
        at,
      })
    }
    const source = resolve(path.startsWith('file:') ? fileURLToPath(path) : path)
    const name = basename(source)
    const known = this.#sources.get(name)
    if (known === source) return
    if (known !== undefined) {
      throw new AtomicError('ATOMIC2002', {
        what: `addFile: ${path} has the name of ${known}, which was added before.`,
        at,
        fix: 'Rename one of the two.',
      })
    }
    if (statOf(source, at).isDirectory() && !recursive) {
      throw new AtomicError('ATOMIC2002', {
        what: `addFile: ${path} is a folder.`,
        at,
        fix: 'Pass { recursive: true } to add it with everything in it.',
      })
    }
    this.#copy(source, name, at)
    this.#sources.set(name, source)
  }

  remove(): void {
    this.#isRemoved = true
    contexts.delete(this)
    process.off('exit', this.#remove)
    rmSync(this.folder, { recursive: true, force: true })
  }

  #copy(source: string, name: string, at: string): void {
    try {
      if (!contexts.has(this)) {
        mkdirSync(this.folder, { mode: 0o700 })
        contexts.add(this)
        process.once('exit', this.#remove)
      }
      cpSync(source, join(this.folder, name), { recursive: true, dereference: true })
    } catch (cause) {
      throw unreadable(source, cause, at)
    }
  }
}

/** The contexts of this process that sent files and are not stopped, the newest first. */
export function sendingContexts(): readonly SentFiles[] {
  return [...contexts].toReversed()
}

function statOf(source: string, at: string): Stats {
  try {
    return statSync(source)
  } catch (cause) {
    throw unreadable(source, cause, at)
  }
}

function unreadable(source: string, cause: unknown, at: string): AtomicError {
  const { meaning, fix } = errnoMeaning(cause)
  return new AtomicError('ATOMIC5002', {
    what: `addFile: ${source} cannot be copied: ${meaning}.`,
    at,
    fix,
    cause,
  })
}
