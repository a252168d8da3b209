import { gzipSync } from 'node:zlib'
import type { TableSchema } from '@atomic-ts/core/internal'
import { ByteWriter, ParquetWriter } from 'hyparquet-writer'
import type { ByteSink } from '../../output.ts'
import type { RecordWriter } from '../../part-format.ts'
import { checkRows, fittedColumns } from '../columnar/column-values.ts'
import { inGroups } from '../columnar/in-groups.ts'
import { parquetSchemaOf } from './parquet-schema.ts'
import { withChecksums } from './with-checksums.ts'

/** How a Parquet file is written. */
export interface ParquetWriting {
  readonly schema: TableSchema
  readonly compression: 'none' | 'snappy' | 'gzip' | 'zstd'
  /** Records in a row group. */
  readonly rowGroupSize: number
}

/**
 * Writes a Parquet file, a row group at a time.
 * @throws ATOMIC5009 from the writer, for a record that does not fit the schema
 */
export function writeParquet(
  out: ByteSink,
  { schema, compression, rowGroupSize }: ParquetWriting,
): RecordWriter {
  const columns = fittedColumns(schema)
  const held = new ByteWriter()
  const codec = codecs[compression]
  const writer = new ParquetWriter({ writer: held, schema: parquetSchemaOf(schema), codec, compressors })
  return inGroups(rowGroupSize, {
    check: (records) => checkRows(records, schema),
    write(rows) {
      const columnData = columns.map((column) => ({ name: column.name, data: column.valuesOf(rows) }))
      // Synchronous: this writer's buffer has no place that it would be flushed to.
      const before = held.index
      const start = held.offset
      void writer.write({ columnData, rowGroupSize: rows.length })
      const group = withChecksums(writer, held.getBytes().subarray(before), start)
      held.index = before
      held.offset = start
      held.appendBytes(group)
      hand()
    },
    end() {
      void writer.finish()
      hand()
    },
  })

  // The writer counts the file's bytes by itself, so its buffer may be emptied.
  function hand(): void {
    out.write(Uint8Array.prototype.slice.call(held.getBytes()))
    held.index = 0
  }
}

const codecs = { none: 'UNCOMPRESSED', snappy: 'SNAPPY', gzip: 'GZIP', zstd: 'ZSTD' } as const

const compressors: Record<string, (bytes: Uint8Array) => Uint8Array> = { GZIP: (bytes) => gzipSync(bytes) }

/** Loads what packs, where that takes a while. */
export async function loadPacker({ compression }: Pick<ParquetWriting, 'compression'>): Promise<void> {
  if (compression !== 'zstd') return
  const { Zstd } = await import('@hpcc-js/wasm-zstd')
  const zstd = await Zstd.load()
  compressors['ZSTD'] = (bytes) => zstd.compress(bytes)
}
