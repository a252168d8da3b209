import type { Message } from 'apache-arrow'
import { decodedMessage, type ArrowBlock } from './arrow-blocks.ts'

/**
 * Holds a message against what its file says of it, and its own figures against its length.
 * @param path of the file, for error messages
 * @param bytes those of the block
 * @throws Error
 */
export function checkMessage(path: string, bytes: Uint8Array, { kind, head, body }: ArrowBlock): void {
  // A copy, because flatbuffers want their bytes aligned.
  const message = decodedMessage(bytes.slice(startOf(bytes, head), head), path)
  const is = message.isDictionaryBatch() ? 'dictionary' : message.isRecordBatch() ? 'batch' : 'other'
  if (is !== kind) throw new Error(`where a ${kind} should be is another message`)
  if (message.bodyLength !== body) throw new Error(`a message has ${message.bodyLength} bytes, not ${body}`)
  const batch = batchOf(message)
  if (batch.length < 0) throw new Error('a batch has less than no records')
  for (const { length, nullCount } of batch.nodes)
    if (length < 0 || nullCount < 0 || nullCount > length)
      throw new Error(`a column has ${nullCount} nulls among ${length} values`)
  for (const { offset, length } of batch.buffers)
    if (offset < 0 || length < 0 || offset + length > body)
      throw new Error('a buffer reaches beyond its batch')
}

function batchOf(message: Message): {
  readonly length: number
  readonly nodes: readonly { readonly length: number; readonly nullCount: number }[]
  readonly buffers: readonly { readonly offset: number; readonly length: number }[]
} {
  if (message.isDictionaryBatch()) return message.header().data
  if (message.isRecordBatch()) return message.header()
  throw new Error('a message is neither a batch nor a dictionary')
}

/** Where the metadata begins: behind a mark and its length, or in old files behind the length alone. */
function startOf(bytes: Uint8Array, head: number): number {
  const prefix = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(8, bytes.length))
  if (prefix.length === 8 && prefix.readInt32LE(0) === -1 && prefix.readInt32LE(4) === head - 8) return 8
  if (prefix.length === 8 && prefix.readInt32LE(0) === head - 4) return 4
  throw new Error('a message has not the length that its file says')
}
