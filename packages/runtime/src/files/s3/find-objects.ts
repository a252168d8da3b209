import picomatch from 'picomatch'
import type { ListObjectsV2CommandOutput } from '@aws-sdk/client-s3'
import { AtomicError, type FileRef } from '@atomic-ts/core/internal'
import type { Where } from '../file-system.ts'
import { s3Client, type S3 } from './s3-client.ts'
import { isMissing, s3Error } from './s3-error.ts'
import { s3Path, s3Url, type S3Path } from './s3-path.ts'

/**
 * The objects that an `s3://` path names: one, those directly below a key (as the files of a folder), or those that match
 * a glob. Hidden names are left out as they are of local folders.
 */
export async function findObjects(path: string, { at, s3: settings }: Where): Promise<FileRef[]> {
  const place = s3Path(path, at)
  const s3 = await s3Client(settings, at)
  try {
    const found = (await exact(s3, place)) ?? (await below(s3, place))
    if (found.length > 0) return found.map((file) => (settings ? { ...file, s3: settings } : file))
  } catch (error) {
    throw s3Error('ATOMIC5002', path, error, at)
  }
  throw new AtomicError('ATOMIC5001', {
    what: `No object matches ${path}.`,
    at,
    fix: 'Check the path: it may be an object, a key with objects directly below it, or a glob.',
  })
}

async function exact({ sdk, client }: S3, { bucket, key }: S3Path): Promise<FileRef[] | undefined> {
  if (key === '' || key.endsWith('/')) return undefined
  try {
    const { ContentLength: size = 0, ETag: version } = await client.send(
      new sdk.HeadObjectCommand({ Bucket: bucket, Key: key }),
    )
    return [fileRef(bucket, { key, size, version })]
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

async function below(s3: S3, { bucket, key }: S3Path): Promise<FileRef[]> {
  const { base, isGlob } = picomatch.scan(key)
  const prefix = isGlob ? folder(base) : folder(key.replace(/\/+$/, ''))
  const accepts = isGlob ? globbed(key) : (name: string) => isVisible(name.slice(prefix.length))
  const files: FileRef[] = []
  for await (const object of objectsBelow(s3, { bucket, key: prefix }, isGlob ? undefined : '/'))
    if (!object.key.endsWith('/') && accepts(object.key)) files.push(fileRef(bucket, object))
  return files
}

/** An object of a listing. */
export interface ListedObject {
  readonly key: string
  readonly size: number
  readonly version: string | undefined
}

/** The objects whose keys begin with a key; with a delimiter, only those that have none of it behind. */
export async function* objectsBelow(
  { sdk, client }: S3,
  { bucket, key }: S3Path,
  delimiter?: string,
): AsyncGenerator<ListedObject> {
  let next: string | undefined
  do {
    const page: ListObjectsV2CommandOutput = await client.send(
      new sdk.ListObjectsV2Command({
        Bucket: bucket,
        Prefix: key,
        Delimiter: delimiter,
        ContinuationToken: next,
      }),
    )
    for (const { Key = '', Size = 0, ETag } of page.Contents ?? [])
      yield { key: Key, size: Size, version: ETag }
    next = page.IsTruncated === true ? page.NextContinuationToken : undefined
  } while (next !== undefined)
}

// A folder that a glob matches stands for its files.
function globbed(pattern: string): (key: string) => boolean {
  const matches = picomatch(pattern)
  const hidden = nameOf(pattern).startsWith('_') ? /^\./ : /^[_.]/
  const isMatch = (path: string): boolean => matches(path) && !hidden.test(nameOf(path))
  return (key) => isMatch(key) || (isVisible(nameOf(key)) && isMatch(key.slice(0, key.lastIndexOf('/'))))
}

function isVisible(name: string): boolean {
  return name !== '' && !/^[_.]/.test(name)
}

function nameOf(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1)
}

function folder(key: string): string {
  return key === '' ? '' : `${key}/`
}

function fileRef(bucket: string, { key, size, version }: ListedObject): FileRef {
  return { path: s3Url(bucket, key), size, ...(version !== undefined && { version }) }
}
