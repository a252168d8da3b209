import { createWriteStream, linkSync, mkdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { dirname, isAbsolute, join, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { UnsafeEntry, type ArchiveEntry } from './archive-entry.ts'

/**
 * Writes the entries of one archive into a folder that holds nothing else, and refuses what would reach out of it. Symbolic
 * links are made last: until then nothing can be written through one.
 */
export class EntryWriter {
  readonly #folder: string
  readonly #links = new Map<string, { readonly name: string; readonly target: string }>()

  constructor(folder: string) {
    this.#folder = folder
  }

  async write({ name, content }: ArchiveEntry): Promise<void> {
    const path = this.#inside(name, name)
    if (content.kind === 'other')
      throw new UnsafeEntry(`it holds ${name}, which is neither a file, a folder nor a link`)
    if (content.kind === 'folder') return void mkdirSync(path, { recursive: true })
    mkdirSync(dirname(path), { recursive: true })
    // What comes later replaces what is there, as in an archive to which was appended.
    this.#links.delete(path)
    if (content.kind === 'symlink') return void this.#links.set(path, { name, target: content.target })
    rmSync(path, { force: true })
    if (content.kind === 'hardlink') return linkSync(this.#inside(content.target, name), path)
    // Its owner, who is to read it and to remove it, is always let in.
    const mode = (content.mode & 0o777) | 0o400
    await pipeline(content.data, createWriteStream(path, { mode, flags: 'wx' }))
  }

  /** Makes the links, and then looks where each of them leads, which other links may have a part in. */
  finish(): void {
    for (const [path, { name, target }] of this.#links) {
      if (isAbsolute(target)) throw new UnsafeEntry(`it holds the link ${name}, which leads to ${target}`)
      rmSync(path, { force: true })
      symlinkSync(target, path)
    }
    const root = realpathSync.native(this.#folder)
    for (const [path, { name, target }] of this.#links) {
      const end = realPath(path)
      if (end === undefined)
        throw new UnsafeEntry(`it holds the link ${name}, which leads to nothing: ${target}`)
      if (end === root || end.startsWith(root + sep)) continue
      throw new UnsafeEntry(`it holds the link ${name}, which leads out of it: ${target}`)
    }
  }

  /** Where a path of the archive is on the disk. */
  #inside(path: string, name: string): string {
    const leavesOut = isAbsolute(path) || path.split('/').includes('..') || path.includes('\0')
    if (path !== '' && !leavesOut) return join(this.#folder, path)
    const what = path === name ? `it holds ${JSON.stringify(name)}` : `its ${name} is a link to ${path}`
    throw new UnsafeEntry(`${what}, a path that is not inside of it`)
  }
}

function realPath(path: string): string | undefined {
  try {
    // As the system sees it: the function without `native` takes `..` for the folder before it, even if that is a link.
    return realpathSync.native(path)
  } catch {
    return undefined
  }
}
