import { isAtomicError } from '@atomic-ts/core/internal'
import { decodeChunk } from '../../../codec/chunk.ts'
import { decodeValue } from '../../../codec/codec.ts'
import { malformed, messageOf } from '../malformed.ts'
import type { RandomAccess } from '../random-access.ts'
import { header, magic, trailerSize } from './object-file.ts'

/**
 * The records of the blocks that start in bytes `start` to `end` of an object file.
 * @throws ATOMIC5002 when the file cannot be read, ATOMIC5008 when it is damaged or no object file of this version
 */
export async function* readObjectFile(
  file: RandomAccess,
  { start, end }: { readonly start: number; readonly end: number },
): AsyncGenerator<unknown[]> {
  const starts = await indexOf(file)
  for (const [i, from] of starts.entries()) {
    const to = starts[i + 1]
    if (to === undefined || from < start || from >= end) continue
    yield await decoded(file, `The block at byte ${from}`, async () => decodeChunk(await file.read(from, to)))
  }
}

/** Where each block starts, and where the last one ends. */
async function indexOf(file: RandomAccess): Promise<readonly number[]> {
  const { path, size } = file
  const head = Buffer.from(await file.read(0, Math.min(header.length, size)))
  if (!head.subarray(0, magic.length).equals(magic))
    throw malformed(
      path,
      ' is no object file.',
      'Read what saveAsObjectFile wrote, or use the reader of its own format.',
    )
  if (!head.equals(header)) {
    throw malformed(
      path,
      ` is an object file of version ${head[magic.length] ?? 0}, and this program reads version ${header[magic.length] ?? 0}.`,
      'Read it with the program that wrote it, and save it in a format such as Parquet.',
    )
  }
  const trailer = Buffer.from(await file.read(Math.max(0, size - trailerSize), size))
  const length = trailer.length === trailerSize ? trailer.readUInt32LE(0) : 0
  const at = size - trailerSize - length
  if (!trailer.subarray(4).equals(magic) || at < header.length)
    throw malformed(path, ` is damaged: its end, at byte ${size}, is no end of an object file.`, fix)
  const starts = await decoded(file, `The index at byte ${at}`, async () =>
    decodeValue(await file.read(at, size - trailerSize)),
  )
  if (isIndex(starts) && starts[0] === header.length && starts.at(-1) === at) return starts
  throw malformed(path, ` is damaged: the index at byte ${at} does not match the file.`, fix)
}

const fix = 'Write or copy the file again.'

function isIndex(value: unknown): value is readonly number[] {
  return (
    Array.isArray(value) &&
    value.every((each, i) => Number.isSafeInteger(each) && (i === 0 || each > value[i - 1]))
  )
}

async function decoded<T>({ path }: RandomAccess, what: string, decode: () => Promise<T>): Promise<T> {
  try {
    return await decode()
  } catch (cause) {
    if (isAtomicError(cause) && cause.code !== 'ATOMIC4004') throw cause
    const [reason] = messageOf(cause).split('\n')
    throw malformed(path, ` is damaged. ${what} does not decode: ${reason}`, fix, cause)
  }
}
