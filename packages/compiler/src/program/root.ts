import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The nearest folder with a package.json, from a file up; the file's own folder when there is none. */
export function programRoot(file: string): string {
  return findUp(dirname(file), 'package.json') ?? dirname(file)
}

/** The nearest folder that has an entry of a name, from a folder up. */
export function findUp(folder: string, name: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, name))) return at
    if (dirname(at) === at) return undefined
  }
}

/** Every folder from a folder up to a last one, both included. */
export function foldersUp(folder: string, last: string): readonly string[] {
  const found = [folder]
  for (let at = folder; at !== last && dirname(at) !== at;) found.push((at = dirname(at)))
  return found
}
