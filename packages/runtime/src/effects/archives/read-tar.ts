import { createReadStream } from 'node:fs'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { extract, type Header } from 'tar-stream'
import type { ArchiveEntry, EntryContent } from './archive-entry.ts'

const block = 512

/** Hands over every entry of a tar archive, in order. */
export async function readTar(
  path: string,
  isCompressed: boolean,
  take: (entry: ArchiveEntry) => Promise<void>,
): Promise<void> {
  const entries = extract()
  const bytes = { total: 0, lastNonZero: -1 }
  const fed = pipeline([
    createReadStream(path),
    ...(isCompressed ? [createGunzip()] : []),
    counting(bytes),
    entries,
  ])
  const results = await Promise.allSettled([takeAll(), fed])
  const errors = results.flatMap((each): unknown[] => (each.status === 'rejected' ? [each.reason] : []))
  // When one side fails, the other only sees that its stream ends too early.
  if (errors.length > 0) throw errors.find((error) => !isEarlyEnd(error)) ?? errors[0]

  async function takeAll(): Promise<void> {
    let end = 0
    for await (const entry of entries) {
      const { name, type, size } = entry.header
      end = entry.offset + block + (type === 'directory' ? 0 : Math.ceil(size / block) * block)
      await take({ name, content: contentOf(entry.header, entry) })
      entry.resume()
    }
    // An archive that is cut off between two entries looks whole but for the empty block at its end.
    await fed
    if (bytes.total < end + block || bytes.lastNonZero >= end) throw new Error('it is cut off')
  }
}

function isEarlyEnd(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE'
}

function contentOf({ type, mode, linkname }: Header, data: AsyncIterable<unknown>): EntryContent {
  switch (type) {
    case 'directory':
      return { kind: 'folder' }
    case 'symlink':
      return { kind: 'symlink', target: linkname }
    case 'link':
      return { kind: 'hardlink', target: linkname }
    case 'file':
    case 'contiguous-file':
      return { kind: 'file', mode, data }
    default:
      return { kind: 'other' }
  }
}

/** Notes how much passes, and the place of the last byte that is not 0. */
function counting(bytes: { total: number; lastNonZero: number }): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const last = chunk.findLastIndex((byte) => byte !== 0)
      if (last >= 0) bytes.lastNonZero = bytes.total + last
      bytes.total += chunk.length
      done(null, chunk)
    },
  })
}
