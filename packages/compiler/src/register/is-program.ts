import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { findUp } from '../program/root.ts'

/** True for a file of the user that the build step is for: TypeScript, or JavaScript that uses the engine. */
export function isProgram(path: string): boolean {
  if (/[/\\](?:node_modules|\.atomic)[/\\]/.test(path) || isEngine(path)) return false
  if (/\.(?:m?ts|tsx)$/.test(path)) return !/\.d\.m?ts$/.test(path)
  return /\.m?js$/.test(path) && /['"]@atomic-ts\//.test(readFileSync(path, 'utf8'))
}

/** The engine's own files, when it is linked from a workspace: they are no program of the user. */
function isEngine(path: string): boolean {
  const folder = findUp(dirname(path), 'package.json')
  if (folder === undefined) return false
  const { name }: { name?: unknown } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  ) as object
  return typeof name === 'string' && name.startsWith('@atomic-ts/')
}
