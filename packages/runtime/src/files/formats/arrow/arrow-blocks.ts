import { Message, type Schema } from 'apache-arrow'
import { Footer, type FileBlock } from 'apache-arrow/ipc/metadata/file'
import type { RandomAccess } from '../random-access.ts'
import { footerShape, messageShape } from './arrow-tables.ts'
import { checkFlatbuffer } from './check-flatbuffer.ts'

/** Where a message lies in its file. */
export interface ArrowBlock {
  readonly kind: 'dictionary' | 'batch'
  readonly offset: number
  /** Bytes before the body, with the length and the padding. */
  readonly head: number
  readonly body: number
}

/** What a file holds. */
export interface ArrowBlocks {
  readonly schema: Schema
  /** In the order in which they are read. */
  readonly blocks: readonly ArrowBlock[]
  /** Whether any batch can be read without those before it. */
  readonly isFile: boolean
}

const magic = 'ARROW1'
/** The magic, padded, at the start; behind the footer stand its length and the magic. */
const headerSize = 8
const trailerSize = 4 + magic.length

/**
 * Finds the messages of an Arrow file by its footer, or those of a stream by walking through it.
 * @param isFirst whether the start of a file is looked at, too: one reader of each file does
 * @throws Error when they do not fit the file, or each other
 */
export async function arrowBlocks(file: RandomAccess, isFirst: boolean): Promise<ArrowBlocks> {
  if (file.size < headerSize + trailerSize) throw new Error(`it has ${file.size} bytes, which is too few`)
  const trailer = Buffer.from(await file.read(file.size - trailerSize, file.size))
  if (trailer.toString('latin1', 4) === magic) return footerOf(file, trailer, isFirst)
  const start = Buffer.from(await file.read(0, headerSize))
  if (start.readInt32LE(0) === marker) return streamOf(file)
  const isFile = start.toString('latin1', 0, magic.length) === magic
  throw new Error(isFile ? `it does not end with ${magic}` : 'it begins neither as a file nor as a stream')
}

async function footerOf(file: RandomAccess, trailer: Buffer, isFirst: boolean): Promise<ArrowBlocks> {
  const length = trailer.readInt32LE(0)
  const end = file.size - trailerSize
  if (length <= 0 || length > end - headerSize) throw new Error(`its footer cannot have ${length} bytes`)
  // Flatbuffers are read in place, and want their bytes aligned.
  const bytes = new Uint8Array(await file.read(end - length, end))
  checkFlatbuffer(bytes, footerShape, file.path)
  const footer = Footer.decode(bytes)
  const blocks = [
    ...[...footer.dictionaryBatches()].map((block) => blockOf('dictionary', block)),
    ...[...footer.recordBatches()].map((block) => blockOf('batch', block)),
  ]
  checkPlaces(blocks, end - length)
  if (isFirst) await checkAll(file, footer.schema, blocks, end - length)
  return { schema: footer.schema, blocks, isFile: true }
}

function blockOf(kind: ArrowBlock['kind'], { offset, metaDataLength, bodyLength }: FileBlock): ArrowBlock {
  return { kind, offset, head: metaDataLength, body: bodyLength }
}

function checkPlaces(blocks: readonly ArrowBlock[], end: number): void {
  let before = headerSize
  for (const { offset, head, body } of blocks.toSorted((a, b) => a.offset - b.offset)) {
    if (!(offset >= before && head > 0 && body >= 0 && offset + head + body <= end))
      throw new Error(`a block at byte ${offset} does not lie between its neighbours`)
    before = offset + head + body
  }
}

/**
 * Most writers begin with the schema, too: damage to one of them shows. So it does where messages lie that the footer
 * does not name.
 */
async function checkAll(
  file: RandomAccess,
  schema: Schema,
  blocks: readonly ArrowBlock[],
  end: number,
): Promise<void> {
  const first = await messageAt(file, headerSize)
  let at = headerSize
  if (first?.message.isSchema()) {
    if (String(first.message.header()) !== String(schema))
      throw new Error('its schema at the start is not that at the end')
    at += first.head
  }
  for (const { offset, head, body } of blocks.toSorted((a, b) => a.offset - b.offset)) {
    await checkGap(file, at, offset)
    at = offset + head + body
  }
  await checkGap(file, at, end)
}

/** Between messages nothing stands but padding, and the mark of the end. */
async function checkGap(file: RandomAccess, from: number, to: number): Promise<void> {
  if (to - from < 8) return
  const start = Buffer.from(await file.read(from, from + 8))
  const isEnd = start.readInt32LE(0) === marker && start.readInt32LE(4) === 0
  if (!isEnd && start.readInt32LE(0) !== 0)
    throw new Error(`its footer does not name what lies at byte ${from}`)
}

/** A stream says where it ends: one that was cut short between messages would look whole otherwise. */
async function streamOf(file: RandomAccess): Promise<ArrowBlocks> {
  const first = await messageAt(file, 0)
  if (!first?.message.isSchema()) throw new Error('it is a stream that does not begin with its schema')
  const blocks: ArrowBlock[] = []
  for (let at = first.head; ;) {
    const next = await messageAt(file, at)
    if (!next) {
      if (at + 8 !== file.size) throw new Error(`something follows the end of its stream, at byte ${at}`)
      return { schema: first.message.header(), blocks, isFile: false }
    }
    const kind = next.message.isDictionaryBatch() ? 'dictionary' : 'batch'
    const block = { kind, offset: at, head: next.head, body: next.message.bodyLength } as const
    blocks.push(block)
    at += block.head + block.body
    if (block.body < 0 || at > file.size) throw new Error('it is a stream that ends within a message')
  }
}

const marker = -1

/** A message without its body, and the bytes that it takes; `undefined` for the mark of the end. */
async function messageAt(
  file: RandomAccess,
  at: number,
): Promise<{ readonly message: Message; readonly head: number } | undefined> {
  if (at + 8 > file.size) throw new Error(`no message is at byte ${at}`)
  const prefix = Buffer.from(await file.read(at, at + 8))
  const length = prefix.readInt32LE(4)
  if (prefix.readInt32LE(0) !== marker || length < 0 || at + 8 + length > file.size)
    throw new Error(`no message is at byte ${at}`)
  if (length === 0) return undefined
  return {
    message: decodedMessage(new Uint8Array(await file.read(at + 8, at + 8 + length)), file.path),
    head: 8 + length,
  }
}

/**
 * A message, from its metadata.
 * @param path of its file, for error messages
 * @throws Error when it is damaged
 */
export function decodedMessage(metadata: Uint8Array, path: string): Message {
  checkFlatbuffer(metadata, messageShape, path)
  return Message.decode(metadata)
}
