import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { isAtomicError, type FileRef } from '@atomic-ts/core/internal'
import type { FileSystem } from './file-system.ts'
import { findLocalFiles } from './find-local-files.ts'
import { beginLocalOutput } from './local-output.ts'
import { openLocalPart } from './local-part.ts'
import { shrunk, unreadable } from './unreadable.ts'

/** The files of this machine. */
export const localFiles: FileSystem = {
  find: (path, { at }) => findLocalFiles(path, at),
  read,
  begin: beginLocalOutput,
  openPart: openLocalPart,
}

async function* read({ path }: FileRef, start: number, end: number): AsyncIterable<Uint8Array> {
  if (start >= end) return
  let at = start
  try {
    if ((await stat(path)).size < end) throw shrunk(path, end)
    for await (const bytes of createReadStream(path, { start, end: end - 1 }) as AsyncIterable<Buffer>) {
      at += bytes.length
      yield bytes
    }
  } catch (error) {
    throw isAtomicError(error) ? error : unreadable(path, error)
  }
  if (at < end) throw shrunk(path, end)
}
