import { existsSync } from 'node:fs'
import { isAbsolute, join, relative } from 'node:path'
import { AtomicError, callSite } from '@atomic-ts/core/internal'
import { currentAttempt } from '../task/attempt.ts'
import { sendingContexts } from './sent-files.ts'

/**
 * The files that were sent along with `ctx.addFile` and `ctx.addArchive`, inside tasks and in the driver.
 * @example
 * import { mkdtempSync, writeFileSync } from 'node:fs'
 * import { tmpdir } from 'node:os'
 * import { AtomicFiles } from '@atomic-ts/atomic'
 *
 * const script = `${mkdtempSync(`${tmpdir()}/atomic-`)}/twice`
 * writeFileSync(script, '#!/bin/sh\nwhile read -r n; do echo $((n * 2)); done\n', { mode: 0o755 })
 * ctx.addFile(script)
 * await ctx.range(3).pipe([AtomicFiles.get('twice')]).collect() // => ['0', '2', '4']
 */
export const AtomicFiles = {
  /**
   * The path of a file. In a task it is a file of the task's own context; in the driver it is looked for in every context
   * that is not stopped, the newest first.
   * @param name the last part of the path that was added, or a path inside an added folder or archive
   * @throws ATOMIC5001 when no such file was added
   * @example
   * import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
   * import { tmpdir } from 'node:os'
   * import { AtomicFiles } from '@atomic-ts/atomic'
   *
   * const path = `${mkdtempSync(`${tmpdir()}/atomic-`)}/rate.txt`
   * writeFileSync(path, '19')
   * ctx.addFile(path)
   * await ctx.range(1).map(() => readFileSync(AtomicFiles.get('rate.txt'), 'utf8')).collect() // => ['19']
   * AtomicFiles.get('nothing.txt') // throws ATOMIC5001
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
   * @example
   * import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
   * import { tmpdir } from 'node:os'
   * import { AtomicFiles } from '@atomic-ts/atomic'
   *
   * const path = `${mkdtempSync(`${tmpdir()}/atomic-`)}/terms.txt`
   * writeFileSync(path, 'tea')
   * ctx.addFile(path)
   * readdirSync(AtomicFiles.getRootDirectory()).includes('terms.txt') // => true
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
