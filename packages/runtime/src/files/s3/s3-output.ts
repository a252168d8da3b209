import PQueue from 'p-queue'
import { AtomicError } from '@atomic-ts/core/internal'
import { partName, type Output, type OutputOptions, type OutputRef, type WrittenPart } from '../output.ts'
import { outputBegun, outputEnded } from '../outputs-under-way.ts'
import { objectsBelow } from './find-objects.ts'
import { s3Client, type S3 } from './s3-client.ts'
import { isDenied, isMissing, s3Error } from './s3-error.ts'
import { s3Path, s3Url } from './s3-path.ts'

// Uploads that are completed at a time.
const concurrency = 16
// How often uploads are looked for, a thousand at a time.
const mostRounds = 100

/** An output that is being committed. */
interface Place {
  readonly s3: S3
  readonly ref: OutputRef
  readonly bucket: string
  /** What the keys of its objects begin with. */
  readonly prefix: string
}

/**
 * Begins an output below a key. Attempts upload to the final keys, where nobody sees them; the commit completes the chosen
 * ones, one after the other, since a store has no step for several, and `_SUCCESS` comes last.
 */
export async function beginS3Output(path: string, options: OutputOptions): Promise<Output> {
  const { partitions, extension = '', overwrite = false, at, s3: settings } = options
  const { bucket, key } = s3Path(path, at)
  const name = key.replace(/\/+$/, '')
  if (name === '') throw noName(path, at)
  const ref = { path: s3Url(bucket, name), partitions, extension, ...(settings && { s3: settings }) }
  const place = { s3: await s3Client(settings, at), ref, bucket, prefix: `${name}/` }
  const output: Output = { ref, commit, discard }
  let ending: Promise<void> | undefined
  try {
    if (!overwrite) await refuseExisting(place, at)
    else await anyObject(place)
  } catch (error) {
    throw s3Error('ATOMIC5004', ref.path, error, at)
  }
  outputBegun(output)
  return output

  async function commit(parts: readonly WrittenPart[]): Promise<void> {
    try {
      if (!overwrite) await refuseExisting(place, at)
      await show(place, parts, overwrite)
    } catch (error) {
      await discard()
      throw s3Error('ATOMIC5004', ref.path, error, at)
    }
    await discard()
  }

  /** Aborts the uploads that are left: all of them, or those of late attempts. */
  function discard(): Promise<void> {
    ending ??= abortUploads(place)
      .catch(() => undefined)
      .then(() => outputEnded(output))
    return ending
  }
}

async function show(place: Place, parts: readonly WrittenPart[], overwrite: boolean): Promise<void> {
  const { ref, prefix } = place
  const names = parts.map((_, partition) => prefix + partName(ref, partition))
  const before: string[] = []
  if (overwrite) for await (const { key } of objectsBelow(place.s3, below(place))) before.push(key)
  // While old and new parts stand side by side, nothing may say that the output is whole.
  await remove(
    place,
    before.filter((key) => key === `${prefix}_SUCCESS`),
  )
  try {
    const queue = new PQueue({ concurrency })
    await queue.addAll(parts.map((part, i) => () => complete(place, names[i] ?? '', part)))
    await remove(
      place,
      before.filter((key) => !names.includes(key)),
    )
    await put(place, `${prefix}_SUCCESS`)
  } catch (error) {
    if (!overwrite) await remove(place, names).catch(() => undefined)
    throw error
  }
}

async function complete(place: Place, key: string, part: WrittenPart): Promise<void> {
  if (part.kind !== 'upload') throw new TypeError(`A part of a store is no ${part.kind}.`)
  // An upload has one piece or more, and so no place for nothing.
  if (part.tags.length === 0) return put(place, key)
  const { sdk, client } = place.s3
  const pieces = part.tags.map((tag, i) => ({ ETag: tag, PartNumber: i + 1 }))
  await client.send(
    new sdk.CompleteMultipartUploadCommand({
      ...{ Bucket: place.bucket, Key: key, UploadId: part.id },
      MultipartUpload: { Parts: pieces },
    }),
  )
}

async function put({ s3: { sdk, client }, bucket }: Place, key: string): Promise<void> {
  await client.send(new sdk.PutObjectCommand({ Bucket: bucket, Key: key, Body: new Uint8Array(0) }))
}

async function remove({ s3: { sdk, client }, bucket }: Place, keys: readonly string[]): Promise<void> {
  for (let i = 0; i < keys.length; i += 1000) {
    const objects = keys.slice(i, i + 1000).map((key) => ({ Key: key }))
    const { Errors: [failed] = [] } = await client.send(
      new sdk.DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: objects, Quiet: true } }),
    )
    if (failed)
      throw new Error(`${failed.Key ?? ''} cannot be removed: ${failed.Message ?? failed.Code ?? ''}`)
  }
}

/**
 * Aborts what is left of uploads. A piece that was on its way when its attempt ended may keep an upload alive, or begin
 * it, after it was aborted: so until there is none.
 */
async function abortUploads({ s3: { sdk, client }, bucket, prefix }: Place): Promise<void> {
  const queue = new PQueue({ concurrency })
  for (let round = 0; round < mostRounds; round++) {
    const { Uploads: uploads = [] } = await client.send(
      new sdk.ListMultipartUploadsCommand({ Bucket: bucket, Prefix: `${prefix}part-` }),
    )
    if (uploads.length === 0) return
    const denied = await queue.addAll(
      uploads.map(({ Key, UploadId }) => async () => {
        try {
          await client.send(new sdk.AbortMultipartUploadCommand({ Bucket: bucket, Key, UploadId }))
          return false
        } catch (error) {
          // Another way to fail is that its attempt was faster, or the store is busy with it: the next round tries again.
          return isDenied(error)
        }
      }),
    )
    if (denied.includes(true)) return
  }
}

async function refuseExisting(place: Place, at: string | undefined): Promise<void> {
  if (!(await anyObject(place))) return
  throw new AtomicError('ATOMIC5003', {
    what: `The output ${place.ref.path} exists already.`,
    at,
    fix: 'Remove it, save to another path, or replace it with { overwrite: true }.',
  })
}

/** Whether there is an object of that name, or one below it. */
async function anyObject(place: Place): Promise<boolean> {
  const { sdk, client } = place.s3
  for await (const _ of objectsBelow(place.s3, below(place))) return true
  try {
    await client.send(new sdk.HeadObjectCommand({ Bucket: place.bucket, Key: place.prefix.slice(0, -1) }))
    return true
  } catch (error) {
    if (isMissing(error)) return false
    throw error
  }
}

function below({ bucket, prefix }: Place): { readonly bucket: string; readonly key: string } {
  return { bucket, key: prefix }
}

function noName(path: string, at: string | undefined): AtomicError {
  return new AtomicError('ATOMIC5004', {
    what: `${path} is a whole bucket.`,
    at,
    fix: 'Save below a key of it: s3://bucket/key.',
  })
}
