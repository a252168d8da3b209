import { writeFileSync } from 'node:fs'
import { execa } from 'execa'
import { root } from '../contestants/paths.ts'

/** Writes a value to a JSON file, in the form that `npm run format` asks for. */
export async function writeJson(path: string, value: unknown): Promise<void> {
  writeFileSync(path, JSON.stringify(value, null, 2))
  await execa('oxfmt', ['--write', path], { preferLocal: true, cwd: root })
}
