import { createHash } from 'node:crypto'
import { basename, join, resolve } from 'node:path'
import { findUp, programRoot } from '../program/root.ts'

/** The folder that holds the builds of one entry. */
export function cacheFolder(entry: string, chosen: string | undefined): string {
  const name = basename(entry).replace(/\.\w+$/, '')
  const place = createHash('sha256').update(entry).digest('hex').slice(0, 8)
  return join(chosen === undefined ? defaultFolder(entry) : resolve(chosen), `${name}-${place}`)
}

function defaultFolder(entry: string): string {
  const root = programRoot(entry)
  const home = findUp(root, 'node_modules')
  return home === undefined ? join(root, '.atomic') : join(home, 'node_modules', '.cache', 'atomic')
}
