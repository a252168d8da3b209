import type { TableSchema } from '@atomic-ts/core/internal'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ByteSink } from '../output.ts'
import type { RecordWriter } from '../part-format.ts'
import { readArrow } from './arrow/read-arrow.ts'
import { writeArrow } from './arrow/write-arrow.ts'
import { readObjectFile } from './object/read-object-file.ts'
import { writeObjectFile } from './object/write-object-file.ts'
import { readParquet } from './parquet/read-parquet.ts'
import { loadPacker, writeParquet } from './parquet/write-parquet.ts'
import type { RandomAccess } from './random-access.ts'

// A damaged length must cost neither time nor memory: what is allowed is far beyond what a small file takes.
const patience = 2000
const room = 256 * 2 ** 20

const schema: TableSchema = {
  name: 'string',
  id: 'bigint',
  price: 'number',
  count: 'int32',
  isNew: 'boolean',
  made: 'date',
  bytes: 'binary',
  list: [['string']],
  place: { x: 'number', tags: ['int32'] },
}

const records = Array.from({ length: 50 }, (_, i) => ({
  name: i % 3 === 0 ? null : `name ${i % 5}`,
  id: BigInt(i) ** 9n,
  price: i / 3,
  count: i % 2 === 0 ? null : i % 7,
  isNew: i % 4 === 0,
  made: new Date(1e12 + i),
  bytes: Uint8Array.from({ length: i % 6 }, () => i),
  list: i % 5 === 0 ? null : [[`${i}`, null], [], ['x']],
  place: i % 6 === 0 ? null : { x: i, tags: [i, null] },
}))

interface Format {
  readonly write: (out: ByteSink) => RecordWriter
  readonly read: (file: RandomAccess, range: { start: number; end: number }) => AsyncIterable<unknown[]>
}

const formats: Readonly<Record<string, Format>> = {
  'Parquet, not packed': {
    write: (out) => writeParquet(out, { schema, compression: 'none', rowGroupSize: 20 }),
    read: (file, range) => readParquet(file, range, {}),
  },
  'Parquet, packed': {
    write: (out) => writeParquet(out, { schema, compression: 'snappy', rowGroupSize: 20 }),
    read: (file, range) => readParquet(file, range, {}),
  },
  'Parquet, packed with zstd': {
    write: (out) => writeParquet(out, { schema, compression: 'zstd', rowGroupSize: 20 }),
    read: (file, range) => readParquet(file, range, {}),
  },
  Arrow: {
    write: (out) => writeArrow(out, { schema, batchSize: 20 }),
    read: (file, range) => readArrow(file, range, {}),
  },
  'object files': { write: writeObjectFile, read: readObjectFile },
}

/** A change to a file: where, how many bytes are taken away, and what stands there instead. */
interface Damage {
  readonly at: number
  readonly cut: number
  readonly bytes: Uint8Array
}

// What leads to everything else stands near the end of such files.
const places = fc.oneof(
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.double({ min: 0.8, max: 1, noNaN: true }),
)
const damages: fc.Arbitrary<Damage> = fc.oneof(
  fc.record({ at: places, cut: fc.constant(1), bytes: fc.uint8Array({ minLength: 1, maxLength: 1 }) }),
  fc.record({
    at: places,
    cut: fc.integer({ min: 1, max: 4 }),
    bytes: fc
      .constantFrom([0xff, 0xff, 0xff, 0x7f], [0, 0, 0, 0], [0x80], [0xff])
      .map((each) => Uint8Array.from(each)),
  }),
  fc.record({ at: places, cut: fc.nat(9), bytes: fc.uint8Array({ maxLength: 9 }) }),
)

const examples: readonly Damage[] = [
  // The footer of the Arrow file names no record batches then.
  { at: 0.9002831039732498, cut: 4, bytes: new Uint8Array(4) },
  // A range of the Parquet file that was asked for ahead is refused, and then nobody awaits it.
  { at: 0.8817170465853926, cut: 1, bytes: Uint8Array.of(9) },
]

test.each(Object.entries(formats))(
  '%s: damage is refused, or changes values but neither their number nor their names',
  { timeout: 120_000 },
  async (_, { write, read }) => {
    await loadPacker({ compression: 'zstd' })
    const good = bytesOf(write)
    const names = records.map((record) => Object.keys(record))
    expect(await all(read, good)).toEqual(records)
    const before = process.memoryUsage().rss
    await fc.assert(
      fc.asyncProperty(fc.array(damages, { minLength: 1, maxLength: 2 }), async (list) => {
        const bad = list.reduce(damaged, good)
        const started = performance.now()
        const found = await all(read, bad).catch((error: unknown) => error)
        expect(performance.now() - started).toBeLessThan(patience)
        expect(process.memoryUsage().rss - before).toBeLessThan(room)
        if (Array.isArray(found)) expect(found.map((record: object) => Object.keys(record))).toEqual(names)
        else
          expect(found).toMatchObject({ code: 'ATOMIC5008', message: expect.stringContaining('made.file') })
      }),
      { numRuns: 300, examples: examples.map((each) => [[each]]) },
    )
  },
)

function damaged(bytes: Buffer, { at, cut, bytes: instead }: Damage): Buffer {
  const from = Math.floor(at * (bytes.length - 1))
  return Buffer.concat([bytes.subarray(0, from), instead, bytes.subarray(from + cut)])
}

function bytesOf(write: Format['write']): Buffer {
  const chunks: Uint8Array[] = []
  const writer = write({ write: (bytes) => void chunks.push(bytes), ready: () => undefined })
  void writer.write(records)
  void writer.end()
  return Buffer.concat(chunks)
}

async function all(read: Format['read'], bytes: Buffer): Promise<unknown[]> {
  const file = {
    path: 'made.file',
    size: bytes.length,
    read: async (start: number, end: number) => bytes.subarray(start, end),
  }
  const found: unknown[] = []
  for await (const chunk of read(file, { start: 0, end: file.size })) found.push(...chunk)
  return found
}
