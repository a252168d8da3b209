import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Metafile } from 'esbuild'
import type { Whole } from '../link/linked.ts'

/** Hashes what the bundle contains behind an import that is taken whole: a package and all that it imports. */
export function wholeHash(metafile: Metafile, root: string): (whole: Whole) => string {
  const known = new Map<string, string>()
  return ({ importer, specifier }) => {
    const importing = relative(root, importer.fileName)
    const target = metafile.inputs[importing]?.imports.find(
      ({ original, path }) => (original ?? path) === specifier,
    )
    // A builtin, or a module that stays outside, is known by name.
    if (!target || target.external) return specifier
    const hash = known.get(target.path) ?? hashFrom(target.path)
    known.set(target.path, hash)
    return hash
  }

  function hashFrom(start: string): string {
    const files = new Set([start])
    for (const file of files) for (const each of importsOf(file)) files.add(each)
    const hash = createHash('sha256')
    for (const file of files) hash.update(readFileSync(join(root, file)))
    return hash.digest('hex')
  }

  function importsOf(file: string): readonly string[] {
    return (metafile.inputs[file]?.imports ?? []).filter(({ external }) => !external).map(({ path }) => path)
  }
}
