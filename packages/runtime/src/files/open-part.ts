import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { AtomicError } from '@atomic-ts/core/internal'
import { outputError } from './output-error.ts'

/** Where attempts write, inside the staging folder of an output. */
export const attemptsFolder = 'attempts'

/** Writes the lines of one attempt of one partition. End it with `close` or `abort`. */
export interface PartWriter {
  /** Appends a line. Text that holds newlines is written as it is, so that it reads back as several lines. */
  write(line: string): void
  /** Gives the name of the attempt's file, for the commit. */
  close(): string
  /** Closes and removes the file. It never throws; after `close` it does nothing. */
  abort(): void
}

/**
 * Opens the file of one attempt. Nobody sees it before the output is committed, and only if this attempt is chosen.
 *
 * @param staging the folder of an output that the driver began
 * @param counts counts what is in the file
 * @throws ATOMIC5004, also from the writer, when the file cannot be written; the writer has then removed it
 */
export function openPart(
  staging: string,
  partition: number,
  attempt: number,
  counts: { bytesWritten: number; recordsWritten: number } = { bytesWritten: 0, recordsWritten: 0 },
): PartWriter {
  // The random end tells apart an attempt given up for dead and a new one with its number.
  const name = `${partition}-${attempt}-${randomBytes(4).toString('hex')}`
  const path = join(staging, attemptsFolder, name)
  let pending = ''
  let records = 0
  let fd: number | undefined
  fd = guarded(() => openSync(path, 'wx'))

  return { write, close, abort }

  function write(line: string): void {
    pending += line + '\n'
    records++
    if (pending.length >= flushLength) guarded(flush)
  }

  function close(): string {
    guarded(() => {
      flush()
      if (fd === undefined) return
      fsyncSync(fd)
      closeSync(fd)
      fd = undefined
    })
    return name
  }

  function abort(): void {
    if (fd === undefined) return
    try {
      closeSync(fd)
      rmSync(path, { force: true })
    } catch {}
    fd = undefined
  }

  function flush(): void {
    if (fd === undefined) throw new Error('the file is closed')
    refuseLoneSurrogates(pending)
    const bytes = Buffer.from(pending)
    pending = ''
    for (let written = 0; written < bytes.length;) written += writeSync(fd, bytes, written)
    counts.bytesWritten += bytes.length
    counts.recordsWritten += records
    records = 0
  }

  function guarded<T>(step: () => T): T {
    try {
      return step()
    } catch (cause) {
      abort()
      throw outputError(path, cause)
    }
  }
}

const flushLength = 256 * 1024

// UTF-8 has no bytes for half of a surrogate pair: the encoder would replace it without a word.
function refuseLoneSurrogates(text: string): void {
  const found = /\p{Surrogate}/u.exec(text)
  if (!found) return
  const code = found[0].charCodeAt(0).toString(16)
  throw new AtomicError('ATOMIC5004', {
    what: `A record holds half of a surrogate pair, \\u${code}, which has no form in UTF-8.`,
    fix: 'Repair it with toWellFormed(), or save it in another form, for example as JSON.',
  })
}
