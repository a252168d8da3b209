import type { Readable } from 'node:stream'
import type { FileRef } from '@atomic-ts/core/internal'
import { shrunk } from '../unreadable.ts'
import { s3Client } from './s3-client.ts'
import { isInterruption, s3Error } from './s3-error.ts'
import { s3Path } from './s3-path.ts'

/** A range of an object's bytes, of the version that was found. A connection that breaks in the middle is taken up again. */
export async function* readObject(file: FileRef, start: number, end: number): AsyncIterable<Uint8Array> {
  const { bucket, key } = s3Path(file.path)
  for (let at = start; at < end;) {
    const from = at
    try {
      const { sdk, client } = await s3Client(file.s3)
      const range = `bytes=${at}-${end - 1}`
      const version = file.version === undefined ? {} : { IfMatch: file.version }
      const { Body, ContentRange } = await client.send(
        new sdk.GetObjectCommand({ Bucket: bucket, Key: key, Range: range, ...version }),
      )
      if (!ContentRange?.startsWith(`bytes ${at}-`))
        throw new Error('it sent another range than that asked for')
      for await (const bytes of Body as Readable as AsyncIterable<Uint8Array>) {
        at += bytes.length
        yield bytes
      }
    } catch (error) {
      if (at > from && isInterruption(error)) continue
      throw s3Error('ATOMIC5002', file.path, error)
    }
    if (at < end && at === from) throw shrunk(file.path, end)
  }
}
