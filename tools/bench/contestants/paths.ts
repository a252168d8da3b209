import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository. */
export const root: string = fileURLToPath(new URL('../../..', import.meta.url))

/** Where `tools/peers/install.sh` puts the other engines. */
export const peers: string = process.env['BENCH_PEERS'] ?? join(root, '.peers')

export function here(path: string): string {
  return join(root, 'tools/bench/contestants', path)
}
