import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { OutputRef, PartSink, WrittenPart } from './output.ts'
import { outputError } from './output-error.ts'

/** Where attempts write, inside the staging folder of an output. */
export const attemptsFolder = 'attempts'

/** Opens the local file of one attempt. A file that fails is removed. */
export function openLocalPart(
  { path, staging = '' }: OutputRef,
  partition: number,
  attempt: number,
): PartSink {
  // The random end tells apart an attempt given up for dead and a new one with its number.
  const name = `${partition}-${attempt}-${randomBytes(4).toString('hex')}`
  const file = join(staging, attemptsFolder, name)
  let written = 0
  let fd: number | undefined
  fd = guarded(() => openSync(file, 'wx'))

  return { write, ready: () => undefined, commit, abandon: async () => remove() }

  function write(bytes: Uint8Array): void {
    guarded(() => {
      if (fd === undefined) throw new Error('the file is closed')
      for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at)
      written += bytes.length
    })
  }

  async function commit(): Promise<WrittenPart> {
    return guarded(() => {
      if (fd === undefined) throw new Error('the file is closed')
      fsyncSync(fd)
      closeSync(fd)
      fd = undefined
      return { kind: 'file', bytes: written, name }
    })
  }

  function remove(): void {
    if (fd === undefined) return
    try {
      closeSync(fd)
      rmSync(file, { force: true })
    } catch {}
    fd = undefined
  }

  function guarded<T>(step: () => T): T {
    try {
      return step()
    } catch (cause) {
      remove()
      throw outputError(path, cause)
    }
  }
}
