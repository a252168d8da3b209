import type { TableSchema } from '@atomic-ts/core/internal'
import { expect, test } from 'vitest'
import type { RecordWriter } from '../part-format.ts'
import type { ByteSink } from '../output.ts'
import { readArrow } from './arrow/read-arrow.ts'
import { writeArrow } from './arrow/write-arrow.ts'
import { readObjectFile } from './object/read-object-file.ts'
import { writeObjectFile } from './object/write-object-file.ts'
import { readParquet } from './parquet/read-parquet.ts'
import { writeParquet } from './parquet/write-parquet.ts'
import type { RandomAccess } from './random-access.ts'

const records = Array.from({ length: 7 }, (_, i) => ({ name: `n${i}`, list: [i, null] }))
const schema: TableSchema = { name: 'string', list: ['number'] }

interface Format {
  readonly write: (out: ByteSink) => RecordWriter
  readonly read: (file: RandomAccess, range: { start: number; end: number }) => AsyncIterable<unknown[]>
}

const formats: Readonly<Record<string, Format>> = {
  readParquet: {
    write: (out) => writeParquet(out, { schema, compression: 'none', rowGroupSize: 3 }),
    read: (file, range) => readParquet(file, range, {}),
  },
  readArrow: {
    write: (out) => writeArrow(out, { schema, batchSize: 3 }),
    read: (file, range) => readArrow(file, range, {}),
  },
  readObjectFile: { write: writeObjectFile, read: readObjectFile },
}

test.each(Object.entries(formats))(
  '%s() gives every record once, wherever the file is cut',
  async (_, { write, read }) => {
    const file = fileOf(write)
    for (let cut = 0; cut <= file.size; cut++) {
      const before = await all(read(file, { start: 0, end: cut }))
      const after = await all(read(file, { start: cut, end: file.size }))
      expect([...before, ...after]).toEqual(records)
    }
  },
)

function fileOf(write: Format['write']): RandomAccess {
  const chunks: Uint8Array[] = []
  const writer = write({ write: (bytes) => void chunks.push(bytes), ready: () => undefined })
  void writer.write(records.slice(0, 4))
  void writer.write(records.slice(4))
  void writer.end()
  const bytes = Buffer.concat(chunks)
  return { path: 'made', size: bytes.length, read: async (start, end) => bytes.subarray(start, end) }
}

async function all(chunks: AsyncIterable<unknown[]>): Promise<unknown[]> {
  const found: unknown[] = []
  for await (const chunk of chunks) found.push(...chunk)
  return found
}
