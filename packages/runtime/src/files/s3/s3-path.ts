import { AtomicError } from '@atomic-ts/core/internal'

/** A place in a bucket. */
export interface S3Path {
  readonly bucket: string
  /** May be empty: the whole bucket. */
  readonly key: string
}

/**
 * The parts of `s3://bucket/key`, as they are written: nothing is decoded.
 *
 * @throws ATOMIC5006 when it names no bucket
 */
export function s3Path(path: string, at?: string): S3Path {
  const [, bucket = '', key = ''] = /^s3:\/\/([^/]*)\/*(.*)$/is.exec(path) ?? []
  if (bucket !== '') return { bucket, key }
  throw new AtomicError('ATOMIC5006', {
    what: `${path} names no bucket.`,
    at,
    fix: 'Write s3://bucket/key.',
  })
}

/** The URL of a key. */
export function s3Url(bucket: string, key: string): string {
  return `s3://${bucket}/${key}`
}
