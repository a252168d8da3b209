import { randomBytes } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { AtomicError } from '@atomic-ts/core/internal'
import { attemptsFolder } from './local-part.ts'
import { ownerMark, isOwnerGone } from './owner-mark.ts'
import { localPath } from './local-path.ts'
import { partName, type Output, type OutputOptions, type OutputRef, type WrittenPart } from './output.ts'
import { outputError } from './output-error.ts'
import { outputBegun, outputEnded } from './outputs-under-way.ts'

// In the staging folder: what will be shown, and what was there before.
const gatheredName = 'result'
const replaced = 'before'

/** Begins an output in a hidden folder beside its path, with the folders above it; a rename will show it. */
export async function beginLocalOutput(
  path: string,
  { partitions, extension = '', overwrite = false, at }: OutputOptions,
): Promise<Output> {
  const target = localPath(path)
  const name = [stagingPrefix(target), ownerMark(), randomBytes(6).toString('hex')].join('~')
  const staging = join(dirname(target), name)
  const ref = { path: target, staging, partitions, extension }
  // The topmost folder that was made on the way, if any was.
  let made: string | undefined
  const output: Output = { ref, commit, discard: async () => discard() }
  try {
    sweep(target)
    if (!overwrite) refuseExisting(target, at)
    outputBegun(output)
    made = mkdirSync(dirname(target), { recursive: true })
    mkdirSync(staging)
    mkdirSync(join(staging, attemptsFolder))
  } catch (cause) {
    discard()
    throw outputError(target, cause, at)
  }
  return output

  async function commit(parts: readonly WrittenPart[]): Promise<void> {
    try {
      const result = gathered(ref, parts)
      if (overwrite) replace(result, target, join(staging, replaced))
      else {
        refuseExisting(target, at)
        renameSync(result, target)
      }
    } catch (cause) {
      discard()
      throw outputError(target, cause, at)
    }
    outputEnded(output)
    syncFolder(dirname(target))
    removeFolder(staging)
  }

  function discard(): void {
    removeFolder(staging)
    outputEnded(output)
    if (made !== undefined) removeEmpty(dirname(target), made)
    made = undefined
  }
}

function stagingPrefix(target: string): string {
  return `.${basename(target)}.atomic`
}

/** Removes what processes left that were killed while they wrote to the same path. */
function sweep(target: string): void {
  const prefix = `${stagingPrefix(target)}~`
  for (const name of namesIn(dirname(target)).filter((each) => each.startsWith(prefix))) {
    if (!isOwnerGone(name.slice(prefix.length))) continue
    const staging = join(dirname(target), name)
    // One that was killed between the two renames of its commit has decided: its output is whole.
    const isReplacing = existsSync(join(staging, replaced)) && !existsSync(target)
    if (isReplacing) renameSync(join(staging, gatheredName), target)
    removeFolder(staging)
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    // It will be made, or its error told, when the output begins.
    return []
  }
}

/** The chosen attempts under their final names, in a folder that is whole. */
function gathered(ref: OutputRef & { readonly staging: string }, parts: readonly WrittenPart[]): string {
  // A worker given up for dead may still write into the folder of attempts, but never into this one.
  const result = join(ref.staging, gatheredName)
  mkdirSync(result)
  for (const [partition, part] of parts.entries()) {
    if (part.kind !== 'file') throw new TypeError(`A local part is no ${part.kind}.`)
    renameSync(join(ref.staging, attemptsFolder, part.name), join(result, partName(ref, partition)))
  }
  writeFileSync(join(result, '_SUCCESS'), '')
  syncFolder(result)
  return result
}

// No call of the system swaps two folders, so what was there is moved away first, and back when something goes wrong.
function replace(result: string, target: string, before: string): void {
  const isThere = lstatSync(target, { throwIfNoEntry: false }) !== undefined
  if (isThere) renameSync(target, before)
  try {
    renameSync(result, target)
  } catch (error) {
    if (isThere) renameSync(before, target)
    throw error
  }
}

function refuseExisting(path: string, at: string | undefined): void {
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return
  throw new AtomicError('ATOMIC5003', {
    what: `The output ${path} exists already.`,
    at,
    fix: 'Remove it, save to another path, or replace it with { overwrite: true }.',
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
