import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../contestants/paths.ts'

const page = join(root, 'docs/benchmarks.md')

/** Replaces what stands in docs/benchmarks.md between the marks of a name. */
export function writeSection(name: string, text: string): void {
  const before = readFileSync(page, 'utf8')
  const begin = before.indexOf(`<!-- ${name}: `)
  const from = before.indexOf('\n', begin)
  const to = before.indexOf(`<!-- end of ${name} -->`)
  if (begin < 0 || to < from)
    throw new Error(`${page} has no place for ${name}: <!-- ${name}: … --> … <!-- end of ${name} -->`)
  writeFileSync(page, `${before.slice(0, from)}\n\n${text}\n\n${before.slice(to)}`)
}
