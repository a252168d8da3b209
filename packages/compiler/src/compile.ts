import { realpathSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { AtomicError, type Manifest } from '@atomic-ts/core/internal'
import { cacheFolder } from './cache/cache-folder.ts'
import { findBuild } from './cache/find-build.ts'
import { temporaryFolder, writableFolder } from './cache/writable-folder.ts'

/** Where a built program is. */
export interface Build {
  /** Path of the driver module; it exports what the entry exports. */
  readonly driver: string
  /** Path of the task bundle. */
  readonly bundle: string
  /** Path of the manifest. */
  readonly manifestPath: string
  /** The tasks of the program, and a fingerprint of them all. */
  readonly manifest: Manifest
  /** True when the entry's default export is a function: `atomic run` calls it. */
  readonly hasMain: boolean
  /** The names that the entry exports. */
  readonly exports: readonly string[]
  /** True when nothing had changed since an earlier build. */
  readonly cached: boolean
}

/** Options of {@link compile}. */
export interface CompileOptions {
  /**
   * Folder of built programs; `node_modules/.cache/atomic` of the program's package when it has node_modules, else
   * `.atomic`. When that is read-only, a folder among the system's temporary files.
   */
  readonly cache?: string
}

/**
 * Builds a program: the driver module, the task bundle and the manifest. An unchanged program is not built again.
 * @param entry path of the program's main file
 * @param options where built programs are kept
 * @throws BuildError with all the errors of the program
 * @example
 * import { compile } from '@atomic-ts/compiler'
 *
 * const { hasMain, exports } = await compile('examples/word-count.ts')
 * const seen = [hasMain, exports.toSorted()] // => [true, ['default', 'words']]
 */
export async function compile(entry: string, options: CompileOptions = {}): Promise<Build> {
  const path = entryPath(entry)
  const usual = cacheFolder(path, options.cache)
  const known = findBuild(usual) ?? findBuild(temporaryFolder(usual))
  if (known) return { ...known, cached: true }
  // The type checker and the bundler take long to load; a program that did not change does without.
  const [{ buildProgram }, { storeBuild }] = await Promise.all([
    import('./build.ts'),
    import('./cache/store-build.ts'),
  ])
  // Now, since source maps are relative to where the modules will be.
  const folder = writableFolder(usual, options.cache !== undefined)
  const built = await buildProgram(path, join(folder, 'new'))
  return { ...storeBuild(folder, built), cached: false }
}

function entryPath(entry: string): string {
  try {
    return realpathSync(resolve(entry))
  } catch (cause) {
    throw new AtomicError('ATOMIC1011', { what: `There is no file ${resolve(entry)}.`, cause })
  }
}
