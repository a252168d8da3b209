import { mkdirSync, renameSync, rmSync } from 'node:fs'
import { AtomicError } from '@atomic-ts/core/internal'
import { errnoMeaning } from '../../files/errno-meaning.ts'
import { UnsafeEntry, type ArchiveEntry } from './archive-entry.ts'
import { EntryWriter } from './entry-writer.ts'

type Reader = (path: string, take: (entry: ArchiveEntry) => Promise<void>) => Promise<void>

// Each is loaded when the first archive of its kind comes.
const readers: readonly (readonly [ending: RegExp, read: Reader])[] = [
  [/\.tar$/i, async (path, take) => (await import('./read-tar.ts')).readTar(path, false, take)],
  [/\.(tar\.gz|tgz)$/i, async (path, take) => (await import('./read-tar.ts')).readTar(path, true, take)],
  [/\.zip$/i, async (path, take) => (await import('./read-zip.ts')).readZip(path, take)],
]

/** What reads an archive, by the ending of its name; `undefined` when it is none that we know. */
export function archiveReader(path: string): Reader | undefined {
  return readers.find(([ending]) => ending.test(path))?.[1]
}

/** An archive, and the folder that it becomes. */
export interface Unpacking {
  readonly archive: string
  readonly folder: string
  /** Where the user asked for it. */
  readonly at: string
  /** Throws when it is no longer wanted. */
  readonly checkWanted: () => void
}

/** Unpacks an archive into a new folder: wholly, or not at all. */
export async function unpackArchive(
  read: Reader,
  { archive, folder, at, checkWanted }: Unpacking,
): Promise<void> {
  const staging = `${folder}.unpacking`
  try {
    mkdirSync(staging)
    const writer = new EntryWriter(staging)
    await read(archive, (entry) => {
      checkWanted()
      return writer.write(entry)
    })
    checkWanted()
    writer.finish()
    renameSync(staging, folder)
  } catch (error) {
    rmSync(staging, { recursive: true, force: true })
    checkWanted()
    throw refusal(archive, at, error)
  }
}

function refusal(archive: string, at: string, cause: unknown): AtomicError {
  const { meaning, fix } = errnoMeaning(cause)
  const isOfDisk = cause instanceof Error && 'syscall' in cause
  return new AtomicError('ATOMIC5005', {
    what: `addArchive: ${archive} cannot be unpacked: ${meaning.replace(/\.$/, '')}.`,
    at,
    fix: isOfDisk ? fix : cause instanceof UnsafeEntry ? trusted : whole,
    cause,
  })
}

const trusted =
  'Pack it again, with paths and links that stay inside. Do not use an archive that you do not trust.'
const whole = 'Check that the file is whole, and that it is what its name says.'
