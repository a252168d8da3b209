import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AtomicError } from '@atomic-ts/core/internal'
import { errnoMeaning } from '../files/errno-meaning.ts'
import { isOwnerGone, ownerMark } from '../files/owner-mark.ts'

const prefix = 'atomic-scratch'

/**
 * The folder in which one process keeps data that does not fit in memory. It is made when the first file is, and removed
 * with the context; what a process left that was killed, the next one removes.
 */
export class ScratchFolder {
  readonly path: string
  readonly #remove = (): void => this.remove()

  /** @param parent by default the folder of temporary files */
  constructor(parent: string = tmpdir()) {
    this.path = join(parent, [prefix, ownerMark(), randomUUID()].join('~'))
    process.once('exit', this.#remove)
  }

  remove(): void {
    process.off('exit', this.#remove)
    // A folder that could not even be looked for is not there.
    if (existsSync(this.path)) rmSync(this.path, { recursive: true, force: true })
  }
}

/**
 * Removes the scratch folders of processes that are no more.
 * @param parent where these made them, by default the folder of temporary files
 */
export function sweepScratch(parent: string = tmpdir()): void {
  for (const name of foldersIn(parent)) {
    const [kind, ...mark] = name.split('~')
    if (kind !== prefix || !isOwnerGone(mark.slice(0, 3).join('~'))) continue
    rmSync(join(parent, name), { recursive: true, force: true })
  }
}

/** The path of a new file in a scratch folder, which is made when it is not there yet. */
export function scratchFile(folder: string, kind: string): string {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch (cause) {
    throw scratchError(folder, cause)
  }
  return join(folder, `${kind}-${randomUUID()}`)
}

/** Says why data cannot be kept on disk. */
export function scratchError(path: string, cause: unknown): AtomicError {
  const { meaning, fix } = errnoMeaning(cause)
  return new AtomicError('ATOMIC7001', {
    what: `Data that does not fit in memory cannot be kept in ${path}: ${meaning}.`,
    fix: `${fix} The option scratch names another folder.`,
    cause,
  })
}

function foldersIn(parent: string): readonly string[] {
  try {
    return readdirSync(parent)
  } catch {
    return []
  }
}
