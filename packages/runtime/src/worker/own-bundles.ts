import { readFileSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { AtomicError, type Manifest } from '@atomic-ts/core/internal'
import { programTable, tableDiff, type ProgramTable } from '../wire/program-table.ts'

/**
 * Reads what a build says of its task bundle.
 * @param path of the bundle; `manifest.json` stands beside it
 * @throws ATOMIC2005 when either cannot be read
 */
export function readBundle(path: string): ProgramTable {
  const bundle = resolve(path)
  try {
    statSync(bundle)
    const manifest = JSON.parse(readFileSync(join(dirname(bundle), 'manifest.json'), 'utf8')) as Manifest
    return programTable({ manifest, bundle: pathToFileURL(bundle).href })
  } catch (cause) {
    throw new AtomicError('ATOMIC2005', {
      what: `The task bundle ${bundle}, with its manifest.json beside it, cannot be read.`,
      fix: 'Name the file tasks.mjs that atomic build makes.',
      cause,
    })
  }
}

/**
 * The bundle that a worker runs for a driver's program: its own one of the same fingerprint. A worker that has none of its
 * own is for development, and takes the driver's file when it is the same user's.
 * @throws ATOMIC3006 with what tells the tables apart
 */
export function ownBundle(own: readonly ProgramTable[], program: ProgramTable): string {
  const found = own.find(({ fingerprint }) => fingerprint === program.fingerprint)
  if (found) return found.bundle
  if (own.length > 0) throw otherTasks(own, program)
  checkFile(fileURLToPath(program.bundle))
  return program.bundle
}

/**
 * Refuses a driver none of whose programs the worker has.
 * @throws ATOMIC3006 with what tells the tables apart
 */
export function checkPrograms(own: readonly ProgramTable[], programs: readonly ProgramTable[]): void {
  const [first] = programs
  const isKnown = programs.some((program) => own.some((each) => each.fingerprint === program.fingerprint))
  if (first && !isKnown && own.length > 0) throw otherTasks(own, programs.at(-1) ?? first)
}

function otherTasks(own: readonly ProgramTable[], program: ProgramTable): AtomicError {
  const diffs = own.map(({ tasks }) => tableDiff(program.tasks, tasks))
  const [least = []] = diffs.toSorted((a, b) => a.length - b.length)
  const lines =
    least.length > 0 ? least.join('\n') : '  The tasks are the same, but code that they import differs.'
  return new AtomicError('ATOMIC3006', {
    what: `The worker holds other tasks than the driver (- only the driver, + only the worker, ~ changed):\n${lines}`,
    fix: 'Build the program again and start the workers with the new bundle.',
  })
}

/** Another user's code is not run, whoever asks. */
function checkFile(path: string): void {
  const me = process.getuid?.()
  const { uid } = statSync(path)
  if (me === undefined || uid === me || uid === 0) return
  throw new AtomicError('ATOMIC3006', {
    what: `The worker does not load ${path}, which belongs to another user.`,
    fix: 'Start the worker as the same user, or with --bundle and a bundle of its own.',
  })
}
