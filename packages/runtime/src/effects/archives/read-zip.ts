import { pipeline, Transform } from 'node:stream'
import { text } from 'node:stream/consumers'
import { crc32 } from 'node:zlib'
import { getFileNameLowLevel, openPromise, type Entry, type ZipFile } from 'yauzl'
import { UnsafeEntry, type ArchiveEntry, type EntryContent } from './archive-entry.ts'

/** Hands over every entry of a zip archive, in order. */
export async function readZip(path: string, take: (entry: ArchiveEntry) => Promise<void>): Promise<void> {
  // Names are decoded here: the library would refuse unsafe ones without saying which archive they are in.
  const zip = await openPromise(path, { lazyEntries: true, decodeStrings: false, autoClose: false })
  try {
    for await (const entry of zip.eachEntry()) {
      const { generalPurposeBitFlag, fileNameRaw, extraFields } = entry
      const name = getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false)
      if (entry.isEncrypted()) throw new UnsafeEntry(`it holds ${name}, which is encrypted`)
      await take({ name, content: await contentOf(zip, entry, name) })
    }
  } finally {
    zip.close()
  }
}

const kinds = { mask: 0o170000, regular: 0o100000, folder: 0o040000, symlink: 0o120000 }

async function contentOf(zip: ZipFile, entry: Entry, name: string): Promise<EntryContent> {
  if (name.endsWith('/')) return { kind: 'folder' }
  // Where Unix made the archive, the upper half says what it was there.
  const isUnix = entry.versionMadeBy >>> 8 === 3
  const attributes = isUnix ? entry.externalFileAttributes >>> 16 : 0
  const kind = attributes & kinds.mask
  if (kind === kinds.folder) return { kind: 'folder' }
  // Its errors are those of the stream that it gives.
  const data = pipeline(await zip.openReadStreamPromise(entry), checking(entry.crc32), () => undefined)
  if (kind === kinds.symlink) return { kind: 'symlink', target: await text(data) }
  if (kind !== 0 && kind !== kinds.regular) return { kind: 'other' }
  return { kind: 'file', mode: attributes === 0 ? 0o644 : attributes, data }
}

/** Compares the checksum of what passes. */
function checking(expected: number): Transform {
  let sum = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      sum = crc32(chunk, sum)
      done(null, chunk)
    },
    flush(done) {
      done(sum === expected ? null : new Error('its checksum is wrong'))
    },
  })
}
