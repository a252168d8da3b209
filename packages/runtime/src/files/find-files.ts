import type { FileRef } from '@atomic-ts/core/internal'
import { fileSystemOf, schemeOf, type Where } from './file-system.ts'
import { localExists } from './find-local-files.ts'
import { localPath } from './local-path.ts'

/**
 * The files that a path names: a file, a folder, a glob, or several of these with commas between, also of several file
 * systems. Names that begin with `_` or `.` are skipped in folders and globs, so that saved output reads back.
 *
 * @throws ATOMIC5001 when nothing matches, ATOMIC5002 when a file cannot be read
 */
export function findFiles(paths: string, where: Where = {}): FileRef[] {
  const isLocal = ['file', undefined].includes(schemeOf(paths))
  const each = isLocal && localExists(localPath(paths)) ? [paths] : listed(paths)
  return each.flatMap((path) => fileSystemOf(path, where.at).find(path, where))
}

// The comma separates, except between the braces of a glob.
function listed(paths: string): string[] {
  return paths.split(/,(?![^{]*\})/)
}
