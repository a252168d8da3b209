import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { ts } from 'ts-morph'
import { findUp } from './root.ts'
import type { UserProgram } from './user-program.ts'

/** The files beside the user's modules on which a build depends: declarations and manifests of packages, the lockfile. */
export function otherInputs(
  program: ts.Program,
  { root, files }: Pick<UserProgram, 'root' | 'files'>,
): readonly string[] {
  const read = program.getSourceFiles().map(({ fileName }) => fileName)
  const manifests = read.flatMap(manifestOf)
  // A linked package changes without a change of its version, so its declarations count themselves.
  const linked = read.filter((path) => !path.includes('/node_modules/') && !files.has(path))
  return [...new Set([join(root, 'package.json'), ...lockfiles(root), ...manifests, ...linked])].filter(
    (path) => existsSync(path),
  )
}

function manifestOf(path: string): readonly string[] {
  const [folder] = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+\//.exec(path) ?? []
  return folder === undefined || folder.startsWith('/node_modules/typescript/')
    ? []
    : [`${folder}package.json`]
}

function lockfiles(root: string): readonly string[] {
  return ['package-lock.json', 'pnpm-lock.yaml', 'yarn.lock'].flatMap((name) => {
    const folder = findUp(root, name)
    return folder === undefined ? [] : [join(folder, name)]
  })
}
