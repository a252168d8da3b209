import { readdirSync, readFileSync, statSync } from 'node:fs'
import { AtomicFiles, type Context } from '@atomic-ts/atomic'

// Jobs that test/operations/archives.test.ts starts.

/** Every file of an added archive, as its path, permissions and text, as two tasks see them. */
export function filesIn(ctx: Context, archive: string): Promise<[string, string, string][][]> {
  return ctx
    .range(0, 2, { partitions: 2 })
    .map(() => {
      const root = AtomicFiles.get(archive)
      const names = readdirSync(root, { recursive: true, encoding: 'utf8' }).toSorted()
      return names.flatMap((name): [string, string, string][] => {
        const path = AtomicFiles.get(`${archive}/${name}`)
        const stat = statSync(path)
        if (stat.isDirectory()) return []
        return [[name, (stat.mode & 0o777).toString(8), readFileSync(path, 'utf8')]]
      })
    })
    .collect()
}
