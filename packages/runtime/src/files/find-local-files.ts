import { accessSync, constants, readdirSync, statSync, type Stats } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AtomicError, type FileRef } from '@atomic-ts/core/internal'
import type * as tinyglobby from 'tinyglobby'
import { unreadable } from './unreadable.ts'

/** The local files that a path names: a file, a folder or a glob. */
export function findLocalFiles(path: string, at?: string): FileRef[] {
  const name = path.startsWith('file:') ? fileURLToPath(path) : path
  const found = localExists(name) ? named(name, at) : globbed(name, at)
  for (const file of found) checkReadable(file.path, at)
  return found
}

/** A path that may not be looked at exists, so that reading it says why. A list or a glob may be no path at all. */
export function localExists(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined
  } catch (error) {
    return /^EACCES|^EPERM|^ELOOP/.test(error instanceof Error ? error.message : '')
  }
}

function named(name: string, at: string | undefined): FileRef[] {
  const path = resolve(name)
  const stats = statsOf(path, at)
  if (stats.isDirectory()) return inFolder(path, at)
  if (stats.isFile()) return [{ path, size: stats.size }]
  throw new AtomicError('ATOMIC5002', {
    what: `${path} is neither a file nor a folder.`,
    at,
    fix: 'Copy it to a file first: a pipe or a device cannot be split, or be read again.',
  })
}

function inFolder(path: string, at: string | undefined): FileRef[] {
  const visible = visibleFiles(path, at)
  if (visible.length > 0) return visible
  throw new AtomicError('ATOMIC5001', {
    what: `The folder ${path} holds no files, apart from folders and names that begin with "_" or ".".`,
    at,
    fix: `Name a folder that directly holds the files, or use a glob such as ${join(path, '**/*.txt')}.`,
  })
}

function visibleFiles(folder: string, at: string | undefined): FileRef[] {
  const names = attempt(folder, at, () => readdirSync(folder)).toSorted()
  return names
    .filter((name) => !/^[_.]/.test(name))
    .map((name) => ({ path: join(folder, name), stats: statsOf(join(folder, name), at) }))
    .filter(({ stats }) => stats.isFile())
    .map(({ path, stats }) => ({ path, size: stats.size }))
}

// A folder that a glob matches stands for its files, as in Spark. A file may match by itself and by its folder.
function globbed(pattern: string, at: string | undefined): FileRef[] {
  const files = new Map<string, FileRef>()
  for (const match of matches(pattern)) {
    const path = resolve(match)
    const stats = statsOf(path, at)
    const found = stats.isDirectory()
      ? visibleFiles(path, at)
      : stats.isFile()
        ? [{ path, size: stats.size }]
        : []
    for (const file of found) files.set(file.path, file)
  }
  if (files.size > 0) return [...files.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1))
  throw new AtomicError('ATOMIC5001', {
    what: `No file matches ${resolve(pattern)}.`,
    at,
    fix: 'Check the path: it may be a file, a folder or a glob. A relative path starts at the current folder.',
  })
}

function matches(pattern: string): string[] {
  // Loaded when the first glob comes: most programs have none, and start without it.
  const { globSync, isDynamicPattern } = createRequire(import.meta.url)('tinyglobby') as typeof tinyglobby
  if (!isDynamicPattern(pattern)) return []
  const found = globSync(pattern, { absolute: true, onlyFiles: false, expandDirectories: false })
  const hidden = basename(pattern).startsWith('_') ? /^\./ : /^[_.]/
  return found.filter((path) => !hidden.test(basename(path)))
}

function statsOf(path: string, at: string | undefined): Stats {
  return attempt(path, at, () => statSync(path))
}

function checkReadable(path: string, at: string | undefined): void {
  attempt(path, at, () => accessSync(path, constants.R_OK))
}

function attempt<T>(path: string, at: string | undefined, read: () => T): T {
  try {
    return read()
  } catch (cause) {
    throw unreadable(path, cause, at)
  }
}
