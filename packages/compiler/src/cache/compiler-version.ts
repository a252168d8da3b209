import { createHash } from 'node:crypto'
import { readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Identifies this compiler, as it stands on disk, and the Node that it builds for: both decide what a build contains. */
export function compilerVersion(): string {
  const own = dirname(dirname(fileURLToPath(import.meta.url)))
  const hash = createHash('sha256').update(`${process.versions.node}\n${own}\n`)
  for (const { name, parentPath } of readdirSync(own, { withFileTypes: true, recursive: true })) {
    if (!/(?<!\.d|\.test)\.[jt]s$/.test(name)) continue
    const { size, mtimeMs } = statSync(join(parentPath, name))
    hash.update(`${name} ${size} ${mtimeMs}\n`)
  }
  return hash.digest('hex')
}
