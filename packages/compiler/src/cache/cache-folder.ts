import { createHash } from 'node:crypto'
import { realpathSync } from 'node:fs'
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
  if (home === undefined) return join(root, '.atomic')
  // Source maps are relative to where Node loads the modules from, behind a linked `node_modules`.
  return join(realpathSync(join(home, 'node_modules')), '.cache', 'atomic')
}
