import { cpSync, mkdirSync, rmSync, statSync, type Stats } from 'node:fs'
import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AtomicError } from '@atomic-ts/core/internal'
import { errnoMeaning } from '../files/errno-meaning.ts'
import { archiveReader, unpackArchive } from './archives/unpack-archive.ts'

const contexts = new Set<SentFiles>()

/** A file, a folder or an archive that was added, or is being unpacked. */
interface Added {
  readonly kind: 'file' | 'archive'
  readonly source: string
  readonly ready?: Promise<void>
  isThere: boolean
}

/** The call that adds something. */
interface Adding {
  readonly op: 'addFile' | 'addArchive'
  readonly source: string
  /** What it is known by. */
  readonly name: string
  readonly at: string
}

/** The files that one context sent along with its tasks: copies, in a folder of their own. */
export class SentFiles {
  /** The folder, which is made for the first file. Workers on this machine read it as it is. */
  readonly folder: string = join(tmpdir(), `atomic-files-${randomUUID()}`)
  readonly #added = new Map<string, Added>()
  readonly #remove = (): void => this.remove()
  #isRemoved = false
  readonly #send: (path: string, name: string) => void

  /** @param send brings a copy to workers elsewhere */
  constructor(send: (path: string, name: string) => void = () => undefined) {
    this.#send = send
  }

  /** Copies a file or a folder, with its permissions. */
  add(path: string, recursive: boolean, at: string): void {
    const source = sourceOf(path)
    const adding = { op: 'addFile', source, name: basename(source), at } as const
    if (this.#known(adding)) return
    if (statOf(adding).isDirectory() && !recursive) {
      throw new AtomicError('ATOMIC2002', {
        what: `addFile: ${path} is a folder.`,
        at,
        fix: 'Pass { recursive: true } to add it with everything in it.',
      })
    }
    try {
      this.#makeFolder()
      cpSync(source, join(this.folder, adding.name), { recursive: true, dereference: true })
    } catch (cause) {
      throw unreadable(adding, cause)
    }
    this.#added.set(adding.name, { kind: 'file', source, isThere: true })
    this.#send(join(this.folder, adding.name), adding.name)
  }

  /** Unpacks an archive into a folder. */
  async addArchive(path: string, name: string | undefined, at: string): Promise<void> {
    const source = sourceOf(path)
    const adding = { op: 'addArchive', source, name: name ?? basename(source), at } as const
    checkName(adding)
    const known = this.#known(adding)
    if (known) return known.ready
    const read = archiveReader(source)
    if (!read || statOf(adding).isDirectory()) {
      throw new AtomicError('ATOMIC2002', {
        what: `addArchive: ${path} is not a .tar, .tar.gz, .tgz or .zip file.`,
        at,
        fix: 'Use addFile for other files, and for folders.',
      })
    }
    this.#makeFolder()
    const folder = join(this.folder, adding.name)
    const checkWanted = (): void => this.#checkRunning(adding)
    const ready = unpackArchive(read, { archive: source, folder, at, checkWanted })
    const added: Added = { kind: 'archive', source, ready, isThere: false }
    this.#added.set(adding.name, added)
    try {
      await ready
      added.isThere = true
      this.#send(folder, adding.name)
    } catch (error) {
      this.#added.delete(adding.name)
      throw error
    }
  }

  /** The paths of what was added, in that order. */
  list(kind: Added['kind']): readonly string[] {
    return [...this.#added.values()]
      .filter((added) => added.kind === kind && added.isThere)
      .map(({ source }) => source)
  }

  remove(): void {
    this.#isRemoved = true
    contexts.delete(this)
    process.off('exit', this.#remove)
    rmSync(this.folder, { recursive: true, force: true })
  }

  /** What was added before by the same call; refuses what would take its place. */
  #known(adding: Adding): Added | undefined {
    this.#checkRunning(adding)
    const { op, source, name, at } = adding
    const known = this.#added.get(name)
    if (!known) return undefined
    if (known.source === source && known.kind === (op === 'addFile' ? 'file' : 'archive')) return known
    throw new AtomicError('ATOMIC2002', {
      what: `${op}: ${source} has the name of ${known.source}, which was added before.`,
      at,
      fix: op === 'addFile' ? 'Rename one of the two.' : 'Pass { name } to give it another one.',
    })
  }

  #checkRunning({ op, at }: Adding): void {
    if (!this.#isRemoved) return
    throw new AtomicError('ATOMIC2001', {
      what: `${op} needs a running context, but this one is stopped.`,
      at,
    })
  }

  #makeFolder(): void {
    if (contexts.has(this)) return
    mkdirSync(this.folder, { mode: 0o700 })
    contexts.add(this)
    process.once('exit', this.#remove)
  }
}

/** The contexts of this process that sent files and are not stopped, the newest first. */
export function sendingContexts(): readonly SentFiles[] {
  return [...contexts].toReversed()
}

function sourceOf(path: string): string {
  return resolve(path.startsWith('file:') ? fileURLToPath(path) : path)
}

function checkName({ op, name, at }: Adding): void {
  if (name !== '' && name !== '.' && name === basename(name) && name !== '..') return
  throw new AtomicError('ATOMIC2002', {
    what: `${op}: the name ${JSON.stringify(name)} cannot be that of a folder.`,
    at,
    fix: 'Use a name without slashes.',
  })
}

function statOf(adding: Adding): Stats {
  try {
    return statSync(adding.source)
  } catch (cause) {
    throw unreadable(adding, cause)
  }
}

function unreadable({ op, source, at }: Adding, cause: unknown): AtomicError {
  const { meaning, fix } = errnoMeaning(cause)
  const verb = op === 'addFile' ? 'copied' : 'unpacked'
  return new AtomicError('ATOMIC5002', {
    what: `${op}: ${source} cannot be ${verb}: ${meaning}.`,
    at,
    fix,
    cause,
  })
}
