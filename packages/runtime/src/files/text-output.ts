import { randomBytes } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AtomicError } from '@atomic-ts/core/internal'
import { attemptsFolder } from './open-part.ts'
import { outputError } from './output-error.ts'

/** An output that nobody sees yet. It becomes a folder of part files all at once, or leaves nothing behind. */
export interface TextOutput {
  /** The folder that it will be; absolute. */
  readonly path: string
  /** The hidden folder beside it where workers write. */
  readonly staging: string
}

// What this process has begun and not ended, and the topmost folder that it made on the way, if it made any.
const begun = new Map<TextOutput, string | undefined>()

/**
 * Begins an output: refuses a path that exists, and makes the staging folder, with the folders above it.
 *
 * @param path the folder to make, also as a `file:` URL
 * @param at where the user asked for it, for error messages
 * @throws ATOMIC5003 when the path exists, ATOMIC5004 when nothing can be written there
 */
export function createOutput(path: string, at?: string): TextOutput {
  const target = resolve(path.startsWith('file:') ? fileURLToPath(path) : path)
  const name = `.${basename(target)}.atomic-${randomBytes(6).toString('hex')}`
  const output = { path: target, staging: join(dirname(target), name) }
  try {
    refuseExisting(target, at)
    begun.set(output, mkdirSync(dirname(target), { recursive: true }))
    mkdirSync(output.staging)
    mkdirSync(join(output.staging, attemptsFolder))
  } catch (cause) {
    discardOutput(output)
    throw outputError(target, cause, at)
  }
  return output
}

/**
 * Ends an output: the chosen attempts become `part-00000` and so on, the others are removed, and the whole folder
 * takes its place in one step. When it throws, the output is discarded.
 *
 * @param parts the name of one attempt's file for each partition, in order
 * @param at where the user asked for it, for error messages
 * @throws ATOMIC5003 when the path exists by now, ATOMIC5004 when it cannot be written
 */
export function commitOutput(output: TextOutput, parts: readonly string[], at?: string): void {
  // A worker given up for dead may still write into the folder of attempts, but never into this one.
  const result = join(output.staging, 'result')
  const digits = Math.max(5, String(parts.length - 1).length)
  try {
    mkdirSync(result)
    for (const [partition, attempt] of parts.entries()) {
      const part = `part-${String(partition).padStart(digits, '0')}`
      renameSync(join(output.staging, attemptsFolder, attempt), join(result, part))
    }
    writeFileSync(join(result, '_SUCCESS'), '')
    syncFolder(result)
    refuseExisting(output.path, at)
    renameSync(result, output.path)
  } catch (cause) {
    discardOutput(output)
    throw outputError(output.path, cause, at)
  }
  begun.delete(output)
  syncFolder(dirname(output.path))
  removeFolder(output.staging)
}

/** Removes everything of an output that was not committed. It never throws; a second call does nothing. */
export function discardOutput(output: TextOutput): void {
  removeFolder(output.staging)
  const made = begun.get(output)
  begun.delete(output)
  if (made !== undefined) removeEmpty(dirname(output.path), made)
}

/** Discards every output that this process has begun and not ended: for a handler of signals or of `exit`. */
export function discardAllOutputs(): void {
  for (const output of begun.keys()) discardOutput(output)
}

function refuseExisting(path: string, at: string | undefined): void {
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return
  throw new AtomicError('ATOMIC5003', {
    what: `The output ${path} exists already.`,
    at,
    fix: 'Remove it, or save to another path: output is never written over.',
  })
}

// So that a power cut cannot keep the folder and lose what is in it, where the system can do this to a folder.
function syncFolder(path: string): void {
  try {
    const fd = openSync(path, 'r')
    fsyncSync(fd)
    closeSync(fd)
  } catch {}
}

// What cannot be removed is hidden, and must not hide the error that led here.
function removeFolder(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true, maxRetries: 3 })
  } catch {}
}

function removeEmpty(from: string, upTo: string): void {
  try {
    for (let folder = from; folder.startsWith(upTo); folder = dirname(folder)) rmdirSync(folder)
  } catch {}
}
