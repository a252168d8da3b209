import {
  AsyncByteQueue,
  makeData,
  Message,
  RecordBatch,
  RecordBatchFileWriter,
  Schema,
  Struct,
} from 'apache-arrow'
import type { TableSchema } from '@atomic-ts/core/internal'
import type { ByteSink } from '../../output.ts'
import type { RecordWriter } from '../../part-format.ts'
import { checkRows, fittedColumns } from '../columnar/column-values.ts'
import { inGroups } from '../columnar/in-groups.ts'
import { arrowData } from './arrow-data.ts'
import { arrowFieldsOf } from './arrow-type.ts'

/** How an Arrow file is written. */
export interface ArrowWriting {
  readonly schema: TableSchema
  /** Records in a record batch. */
  readonly batchSize: number
}

/**
 * Writes an Arrow file (IPC), a record batch at a time.
 * @throws ATOMIC5009 from the writer, for a record that does not fit the schema
 */
export function writeArrow(out: ByteSink, { schema, batchSize }: ArrowWriting): RecordWriter {
  const columns = fittedColumns(schema)
  const arrowSchema = new Schema(arrowFieldsOf(schema))
  const writer = new FileWriter()
  writer.reset(new Handed(out), arrowSchema)
  return inGroups(batchSize, {
    check: (records) => checkRows(records, schema),
    write: (rows) => writer.write(batchOf(rows)),
    end: () => void writer.finish(),
  })

  function batchOf(rows: readonly unknown[]): RecordBatch {
    const children = columns.map((column) => arrowData(column.kind, column.valuesOf(rows)))
    const data = makeData({
      type: new Struct(arrowSchema.fields),
      length: rows.length,
      nullCount: 0,
      children,
    })
    return new RecordBatch(arrowSchema, data)
  }
}

/** The library leaves out the schema at the start, where readers that go from there look for it. */
class FileWriter extends RecordBatchFileWriter {
  // oxlint-disable-next-line no-underscore-dangle
  protected override _writeSchema(schema: Schema): this {
    // oxlint-disable-next-line no-underscore-dangle
    return super._writeSchema(schema)._writeMessage(Message.from(schema))
  }
}

/** Hands bytes on as they are written, rather than keep them for a reader. */
class Handed extends AsyncByteQueue {
  readonly #out: ByteSink

  constructor(out: ByteSink) {
    super()
    this.#out = out
  }

  // Buffers of the batch's own vectors: nobody changes them.
  override write(bytes: Uint8Array): void {
    if (bytes.byteLength > 0) this.#out.write(toUint8Array(bytes))
  }
}

// What the library writes may be any view, such as one of lengths.
function toUint8Array({ buffer, byteOffset, byteLength }: Uint8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength)
}
