import { isAtomicError } from '@atomic-ts/core/internal'
import { Message, RecordBatchReader, type RecordBatch, type Schema } from 'apache-arrow'
import { checkNames } from '../columnar/check-names.ts'
import { malformed, messageOf } from '../malformed.ts'
import type { RandomAccess } from '../random-access.ts'
import { arrowBlocks, type ArrowBlock } from './arrow-blocks.ts'
import { arrowValues, type ArrowValues } from './arrow-values.ts'
import { checkData } from './check-data.ts'
import { checkMessage } from './check-message.ts'
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
  await registerCodecs()
  try {
    const { schema, blocks, isFile } = await arrowBlocks(file, start === 0)
    const isOwn = ({ kind, offset }: ArrowBlock): boolean =>
      isFile ? kind === 'dictionary' || (offset >= start && offset < end) : start === 0
    const own = blocks.filter(isOwn)
    const batches = own.filter(({ kind }) => kind === 'batch')
    if (batches.length === 0) return
    const names = schema.fields.map(({ name }) => name)
    checkNames(file.path, names, columns)
    const reader = await RecordBatchReader.from(messages(file, schema, own))
    await reader.open()
    let read = 0
    for await (const batch of reader) {
      const records = rowsAt(batch, batches[read++]?.offset ?? 0)
      if (records.length > 0) yield records
    }
    if (read !== batches.length) throw new Error(`it has ${read} of ${batches.length} record batches`)
  } catch (cause) {
    if (isAtomicError(cause)) throw cause
    throw malformed(file.path, ` is damaged, or is no Arrow file: ${messageOf(cause)}.`, fix, cause)
  }

  function rowsAt(batch: RecordBatch, at: number): unknown[] {
    try {
      return rowsOf(file.path, batch, columns, values)
    } catch (cause) {
      if (isAtomicError(cause)) throw cause
      throw new Error(`the record batch at byte ${at} cannot be read (${messageOf(cause)})`, { cause })
    }
  }
}

const fix = 'Write or copy the file again.'

/** The bytes of blocks as a stream: the schema, which not every writer puts before them, and one after the other. */
async function* messages(
  file: RandomAccess,
  schema: Schema,
  blocks: readonly ArrowBlock[],
): AsyncGenerator<Uint8Array> {
  yield* encapsulated(Message.encode(Message.from(schema)))
  for (const block of blocks) {
    const { offset, head, body } = block
    const bytes = await file.read(offset, offset + head + body)
    try {
      checkMessage(file.path, bytes, block)
    } catch (cause) {
      throw new Error(`the ${block.kind} at byte ${offset} cannot be read (${messageOf(cause)})`, { cause })
    }
    yield bytes
  }
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
  const wanted = columns ?? batch.schema.fields.map(({ name }) => name)
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
