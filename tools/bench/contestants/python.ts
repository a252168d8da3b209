import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Found } from './contestant.ts'
import { peers } from './paths.ts'

/** The Python that `tools/peers/install.sh` has set up. */
export const python: string = join(peers, 'python/bin/python')

/** The version of one of its packages. */
export function findPackage(name: string): Found {
  if (!existsSync(python)) return { absent: 'not installed; tools/peers/install.sh does it' }
  try {
    const script = `import importlib.metadata; print(importlib.metadata.version('${name}'))`
    return { version: execFileSync(python, ['-c', script], { encoding: 'utf8', stdio: 'pipe' }).trim() }
  } catch {
    return { absent: `its Python has no ${name}; tools/peers/install.sh installs it` }
  }
}
