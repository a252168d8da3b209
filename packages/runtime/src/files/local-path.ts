import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The absolute path that a path or a `file:` URL means. */
export function localPath(path: string): string {
  return resolve(path.startsWith('file:') ? fileURLToPath(path) : path)
}
