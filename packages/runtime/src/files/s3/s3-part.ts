import type { UploadPartCommandInput } from '@aws-sdk/client-s3'
import { partName, type OutputRef, type PartSink, type WrittenPart } from '../output.ts'
import { s3Client } from './s3-client.ts'
import { s3Error } from './s3-error.ts'
import { s3Path } from './s3-path.ts'

// A store takes no smaller pieces but the last, and ten thousand of them: they grow, so that any file can be written.
const firstPieceBytes = 8 * 2 ** 20
const piecesOfASize = 1000

// Pieces on their way, beside the one that is filled: that many are held in memory.
const mostUnderWay = 2

/**
 * Opens the object of one attempt: an upload in pieces that nobody sees until the job's commit completes it. One that is
 * not chosen is aborted.
 */
export function openS3Part(output: OutputRef, partition: number): PartSink {
  const { bucket, key } = s3Path(output.path)
  const target = { Bucket: bucket, Key: `${key}/${partName(output, partition)}` }
  const underWay = new Set<Promise<void>>()
  const tags: string[] = []
  let pending: Uint8Array[] = []
  let pendingBytes = 0
  let pieces = 0
  let written = 0
  let upload: Promise<string> | undefined
  let failure: { readonly error: unknown } | undefined
  let isOpen = true

  return { write, ready, commit, abandon }

  function write(bytes: Uint8Array): void {
    throwFailure()
    pending.push(bytes)
    pendingBytes += bytes.length
    written += bytes.length
    if (pendingBytes >= firstPieceBytes * 2 ** Math.floor(pieces / piecesOfASize)) send()
  }

  function ready(): Promise<void> | undefined {
    if (failure) throwFailure()
    return underWay.size < mostUnderWay ? undefined : Promise.race(underWay).then(throwFailure)
  }

  async function commit(): Promise<WrittenPart> {
    if (pendingBytes > 0) send()
    await Promise.all(underWay)
    throwFailure()
    const id = (await upload) ?? ''
    isOpen = false
    return { kind: 'upload', bytes: written, id, tags }
  }

  async function abandon(): Promise<void> {
    if (!isOpen) return
    isOpen = false
    pending = []
    await Promise.all(underWay)
    try {
      const id = await upload
      const { sdk, client } = await s3Client(output.s3)
      if (id !== undefined)
        await client.send(new sdk.AbortMultipartUploadCommand({ ...target, UploadId: id }))
    } catch {
      // The end of the job aborts what is left.
    }
  }

  /** Sends what is pending as the next piece. A failure waits for whoever writes next. */
  function send(): void {
    const body = Buffer.concat(pending)
    const index = pieces++
    pending = []
    pendingBytes = 0
    upload ??= begin()
    const sent: Promise<void> = upload
      .then((id) => sendPiece({ ...target, UploadId: id, PartNumber: index + 1, Body: body }))
      .then(
        (tag) => void (tags[index] = tag),
        (error: unknown) => void (failure ??= { error }),
      )
      .finally(() => underWay.delete(sent))
    underWay.add(sent)
  }

  async function begin(): Promise<string> {
    const { sdk, client } = await s3Client(output.s3)
    const { UploadId: id } = await client.send(new sdk.CreateMultipartUploadCommand(target))
    if (id === undefined) throw new Error('it began no upload')
    return id
  }

  async function sendPiece(piece: UploadPartCommandInput): Promise<string> {
    const { sdk, client } = await s3Client(output.s3)
    const { ETag: tag } = await client.send(new sdk.UploadPartCommand(piece))
    if (tag === undefined) throw new Error('it gave no tag for a piece')
    return tag
  }

  function throwFailure(): void {
    if (failure) throw s3Error('ATOMIC5004', output.path, failure.error)
  }
}
