import { existsSync } from 'node:fs'
import { isAbsolute, join, relative } from 'node:path'
import { AtomicError, callSite } from '@atomic-ts/core/internal'
import { currentAttempt } from '../task/attempt.ts'
import { sendingContexts } from './sent-files.ts'

/**
 * The files that were sent along with `ctx.addFile` and `ctx.addArchive`, inside tasks and in the driver.
 * @example
 * ctx.addFile('tools/score')
 * lines.pipe([AtomicFiles.get('score'), '--fast'])
 */
export const AtomicFiles = {
  /**
   * The path of a file. In a task it is a file of the task's own context; in the driver it is looked for in every context
   * that is not stopped, the newest first.
   * @param name the last part of the path that was added, or a path inside an added folder or archive
   * @throws ATOMIC5001 when no such file was added
   */
  get(name: string): string {
    const folder =
      currentAttempt()?.parts.files ?? sendingContexts().find((sent) => isIn(sent.folder, name))?.folder
    if (folder !== undefined && isIn(folder, name)) return join(folder, name)
    throw new AtomicError('ATOMIC5001', {
      what: `AtomicFiles.get: no file ${JSON.stringify(name)} was sent along.`,
      at: callSite(),
      fix: 'Add it with ctx.addFile(path) first, and name it by the last part of its path.',
    })
  },

  /**
   * The folder that holds the files. In the driver it is that of the newest context that added one.
   * @throws ATOMIC5001 in the driver, when no file was added
   */
  getRootDirectory(): string {
    const folder = currentAttempt()?.parts.files ?? sendingContexts()[0]?.folder
    if (folder !== undefined) return folder
    throw new AtomicError('ATOMIC5001', {
      what: 'AtomicFiles.getRootDirectory: no file was sent along.',
      at: callSite(),
      fix: 'Add one with ctx.addFile(path) first.',
    })
  },
}

function isIn(folder: string, name: string): boolean {
  const path = join(folder, name)
  const inner = relative(folder, path)
  return inner !== '' && !inner.startsWith('..') && !isAbsolute(inner) && existsSync(path)
}
