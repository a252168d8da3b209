import { createHash } from 'node:crypto'
import { dirname } from 'node:path'
import { pathToFileURL } from 'node:url'

/** The hash over a whole task bundle; the same on every machine that holds the same program. */
export function fingerprint(ids: readonly string[], bundle: string, root: string): string {
  const hash = createHash('sha256')
  for (const id of ids.toSorted()) hash.update(`${id}\n`)
  return hash.update(withoutPlaces(bundle, root)).digest('hex')
}

/** Where the program and its packages are installed is no part of what they do. */
function withoutPlaces(bundle: string, root: string): string {
  let text = bundle.replaceAll(/^\s*\/\/ .*$/gm, '').replaceAll(/(?:\.\.\/)+/g, '')
  // Packages may be installed in a folder above the program's.
  for (let folder = root; folder !== dirname(folder); folder = dirname(folder)) {
    text = text.replaceAll(`${pathToFileURL(folder).href}/`, '').replaceAll(`${folder}/`, '')
  }
  return text
}
