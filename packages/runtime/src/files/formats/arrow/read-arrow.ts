import { AtomicError, isAtomicError } from '@atomic-ts/core/internal'
import { Message, RecordBatchReader, type RecordBatch } from 'apache-arrow'
import { Footer, type FileBlock } from 'apache-arrow/ipc/metadata/file'
import { malformed, messageOf } from '../malformed.ts'
import type { RandomAccess } from '../random-access.ts'
import { arrowValues, type ArrowValues } from './arrow-values.ts'
import { checkData } from './check-data.ts'
import { registerCodecs } from './register-codecs.ts'

/** How an Arrow file is read. */
export interface ArrowReading extends ArrowValues {
  /** The columns that records have; all, when left out. */
  readonly columns?: readonly string[] | undefined
}

/**
 * The records of the record batches that start in bytes `start` to `end` of an Arrow file (IPC), a batch at a time.
 * @throws ATOMIC5002 when the file cannot be read, ATOMIC5008 when it is damaged or holds what cannot be told
 */
export async function* readArrow(
  file: RandomAccess,
  { start, end }: { readonly start: number; readonly end: number },
  { columns, ...values }: ArrowReading,
): AsyncGenerator<unknown[]> {
  registerCodecs()
  try {
    const footer = await footerOf(file)
    const { batches, dictionaries } = blocksOf(footer, file)
    const own = batches.filter(({ offset }) => offset >= start && offset < end)
    if (own.length === 0) return
    const reader = await RecordBatchReader.from(messages(file, footer, [...dictionaries, ...own]))
    await reader.open()
    for await (const batch of reader) if (batch.numRows > 0) yield rowsOf(file.path, batch, columns, values)
  } catch (cause) {
    if (isAtomicError(cause)) throw cause
    throw malformed(file.path, ` is damaged, or is no Arrow file: ${messageOf(cause)}.`, fix, cause)
  }
}

const fix = 'Write or copy the file again.'
const magic = 'ARROW1'
/** The magic, padded, at the start; behind the footer stand its length and the magic. */
const headerSize = 8
const trailerSize = 4 + magic.length

async function footerOf(file: RandomAccess): Promise<Footer> {
  if (file.size < headerSize + trailerSize) throw new Error(`it has ${file.size} bytes, which is too few`)
  const trailer = Buffer.from(await file.read(file.size - trailerSize, file.size))
  if (trailer.toString('latin1', 4) !== magic) throw new Error(`it does not end with ${magic}`)
  const length = trailer.readInt32LE(0)
  const end = file.size - trailerSize
  if (length <= 0 || length > end - headerSize) throw new Error(`its footer cannot have ${length} bytes`)
  // Flatbuffers are read in place, and want their bytes aligned.
  return Footer.decode(new Uint8Array(await file.read(end - length, end)))
}

/** The blocks of a file, in order. */
function blocksOf(
  footer: Footer,
  { size }: RandomAccess,
): { readonly batches: FileBlock[]; readonly dictionaries: FileBlock[] } {
  const batches = [...footer.recordBatches()]
  const dictionaries = [...footer.dictionaryBatches()]
  for (const { offset, metaDataLength, bodyLength } of [...batches, ...dictionaries]) {
    const fits = offset >= headerSize && metaDataLength > 0 && bodyLength >= 0
    if (!fits || offset + metaDataLength + bodyLength > size)
      throw new Error(`a block at byte ${offset} reaches beyond the end at ${size}`)
  }
  return { batches, dictionaries }
}

/** The bytes of blocks as a stream: the schema, which not every writer puts before them, and one after the other. */
async function* messages(
  file: RandomAccess,
  { schema }: Footer,
  blocks: readonly FileBlock[],
): AsyncGenerator<Uint8Array> {
  yield* encapsulated(Message.encode(Message.from(schema)))
  for (const { offset, metaDataLength, bodyLength } of blocks)
    yield file.read(offset, offset + metaDataLength + bodyLength)
}

/** A message without a body, as it stands in a stream: a marker, its length with the padding, its bytes. */
function encapsulated(message: Uint8Array): Uint8Array[] {
  const padding = -message.length & 7
  const head = Buffer.alloc(8)
  head.writeInt32LE(-1)
  head.writeInt32LE(message.length + padding, 4)
  return [head, message, new Uint8Array(padding)]
}

function rowsOf(
  path: string,
  batch: RecordBatch,
  columns: readonly string[] | undefined,
  values: ArrowValues,
): unknown[] {
  const names = batch.schema.fields.map(({ name }) => name)
  const missing = columns?.filter((name) => !names.includes(name)) ?? []
  if (missing.length > 0) {
    throw new AtomicError('ATOMIC2005', {
      what: `${path} has no column ${missing.join(', ')}; it has ${names.join(', ')}.`,
      fix: 'Check the names that columns was given.',
    })
  }
  const wanted = columns ?? names
  const of = wanted.map((name) => {
    const vector = batch.getChild(name)
    if (vector && vector.length !== batch.numRows)
      throw new Error(`the column ${name} has not as many values as others`)
    for (const data of vector?.data ?? []) checkData(data)
    return { name, values: vector ? arrowValues(path, name, values)(vector) : [] }
  })
  return Array.from({ length: batch.numRows }, (_, row) =>
    Object.fromEntries(of.map(({ name, values: held }) => [name, held[row]])),
  )
}
