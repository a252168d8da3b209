import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Build } from '../compile.ts'

/** What the cache remembers of the last build of an entry: `index.json` in the entry's folder. */
export interface BuildRecord {
  readonly compiler: string
  /** The name of the build's folder: a hash over everything that went in. */
  readonly key: string
  readonly hasMain: boolean
  readonly exports: readonly string[]
  readonly inputs: readonly InputRecord[]
  /** Files that were looked for and not there; with them the program would be another. */
  readonly absent: readonly string[]
  /** The hash of each emitted file, by name. */
  readonly outputs: Readonly<Record<string, string>>
  /** When the inputs were read. */
  readonly readAt: number
}

/** One file that went into a build. */
export interface InputRecord {
  readonly path: string
  readonly size: number
  readonly mtime: number
  readonly hash: string
}

/** The name of the record inside an entry's folder. */
export const recordName = 'index.json'

/** Reads a file and says what it was. */
export function inputRecord(path: string): InputRecord {
  const { size, mtimeMs } = statSync(path)
  return { path, size, mtime: mtimeMs, hash: hashOf(readFileSync(path)) }
}

/** A content hash. */
export function hashOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}

/** Where the files of a build are. */
export function buildPaths(folder: string, key: string): Pick<Build, 'driver' | 'bundle' | 'manifestPath'> {
  const at = join(folder, key)
  return {
    driver: join(at, 'driver.mjs'),
    bundle: join(at, 'tasks.mjs'),
    manifestPath: join(at, 'manifest.json'),
  }
}
