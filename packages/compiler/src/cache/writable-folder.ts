import { createHash } from 'node:crypto'
import { accessSync, constants, mkdirSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { storeError } from './store-error.ts'

/**
 * The folder where the builds of an entry can be written: the usual one, or one among the system's temporary files when
 * that is read-only. Only a folder that the user chose is an error when it cannot be written.
 */
export function writableFolder(folder: string, isChosen: boolean): string {
  const problem = problemOf(folder)
  if (problem === undefined) return folder
  const other = temporaryFolder(folder)
  const isOtherFine = !isChosen && problemOf(other) === undefined
  if (isOtherFine) return other
  throw storeError(folder, problem)
}

/** Where the builds of an entry are when its usual folder is read-only. */
export function temporaryFolder(folder: string): string {
  const place = createHash('sha256').update(dirname(folder)).digest('hex').slice(0, 8)
  return join(tmpdir(), `atomic-${userInfo().uid}`, place, basename(folder))
}

function problemOf(folder: string): unknown {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    accessSync(folder, constants.W_OK)
    return undefined
  } catch (error) {
    return error
  }
}
