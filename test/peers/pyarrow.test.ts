import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Context, type RDD, type TableSchema } from '@atomic-ts/atomic'
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tables, textTables, type MadeTable } from './tables.ts'
import { tagged, untagged } from './tagged.ts'

const python = new URL('../../.peers/pyarrow/bin/python', import.meta.url).pathname
const isThere = existsSync(python)
if (!isThere) console.warn('Not tested against PyArrow: install it with tools/peers/pyarrow.sh')

// Run again what failed with SEED=…
const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31)
const runs = 60
const patience = 120_000

let ctx: Context
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'atomic-pyarrow-'))
  ctx = await Context.local({ slots: 2, transport: 'in-process', maxFailures: 1 })
})
afterAll(async () => {
  await ctx.stop()
  rmSync(folder, { recursive: true })
})

interface Format {
  readonly of: fc.Arbitrary<MadeTable>
  readonly save: (rdd: RDD<unknown>, path: string, schema: TableSchema, i: number) => Promise<void>
  readonly read: (path: string, i: number) => RDD<unknown>
  /** What the far side is told for its writing. */
  readonly options: (i: number) => object
}

const packings = ['none', 'snappy', 'gzip', 'zstd', 'brotli', 'lz4']

const formats: Readonly<Record<string, Format>> = {
  parquet: {
    of: tables,
    save: (rdd, path, schema, i) =>
      rdd.saveAsParquet(path, {
        schema,
        rowGroupSize: 1 + (i % 7),
        compression: (['none', 'snappy', 'gzip', 'zstd'] as const)[i % 4],
      }),
    read: (path, i) => ctx.parquet(path, { minPartitions: 1 + (i % 5) }),
    options: (i) => ({
      compression: packings[i % packings.length],
      row_group_size: 1 + (i % 9),
      use_dictionary: i % 2 === 0,
      write_page_checksum: i % 5 === 0,
      data_page_version: i % 4 < 2 ? '1.0' : '2.0',
      version: i % 3 === 0 ? '1.0' : '2.6',
    }),
  },
  arrow: {
    of: tables,
    save: (rdd, path, schema, i) => rdd.saveAsArrow(path, { schema, batchSize: 1 + (i % 7) }),
    read: (path, i) => ctx.arrowFile(path, { minPartitions: 1 + (i % 5) }),
    options: (i) => ({ size: 1 + (i % 9), compression: [null, 'zstd', 'lz4'][i % 3] }),
  },
  csv: {
    of: textTables,
    save: (rdd, path) => rdd.saveAsCsv(path),
    read: (path) => ctx.csv(path, { header: true }),
    options: () => ({}),
  },
  json: {
    of: textTables,
    save: (rdd, path) => rdd.saveAsJsonLines(path),
    read: (path, i) => ctx.jsonLines(path, { minPartitions: 1 + (i % 5) }),
    options: () => ({}),
  },
}

test.runIf(isThere).each(Object.entries(formats))(
  'PyArrow reads what is saved as %s',
  { timeout: patience },
  async (format, { of, save }) => {
    const made = fc.sample(of, { numRuns: runs, seed })
    const cases = made.map(({ schema }, i) => ({
      do: 'read',
      format,
      schema,
      path: join(folder, `${format}-ours-${i}`),
    }))
    for (const [i, { schema, rows }] of made.entries())
      await save(ctx.parallelize([...rows], 1 + (i % 4)), cases[i]?.path ?? '', schema, i)
    const read = far(cases) as unknown[][]
    for (const [i, { rows }] of made.entries())
      expect({ seed, i, rows: untagged(read[i]) }).toEqual({ seed, i, rows })
  },
)

test.runIf(isThere).each(Object.entries(formats))(
  'what PyArrow writes as %s is read',
  { timeout: patience },
  async (format, { of, read, options }) => {
    const made = fc.sample(of, { numRuns: runs, seed: seed + 1 })
    const cases = made.map(({ schema, rows }, i) => ({
      do: 'write',
      format,
      schema,
      rows: rows.map(tagged),
      options: options(i),
      path: join(folder, `${format}-theirs-${i}`),
    }))
    far(cases)
    for (const [i, { path }] of cases.entries()) {
      const found = await read(path, i).collect()
      expect({ seed, i, found }).toEqual({ seed, i, found: made[i]?.rows })
    }
  },
)

test.runIf(isThere)('any change in a page with a checksum is found', { timeout: patience }, async () => {
  const path = join(folder, 'checked.parquet')
  const rows = Array.from({ length: 20 }, (_, i) => ({ text: `text ${i}`, n: i % 3 }))
  const schema: TableSchema = { text: 'string', n: 'number' }
  const options = { compression: 'none', write_page_checksum: true }
  far([{ do: 'write', format: 'parquet', schema, rows: rows.map(tagged), options, path }])
  const bytes = readFileSync(path)
  const at = bytes.indexOf('text 7')
  for (let i = at; i < at + 6; i++) {
    const damaged = Buffer.from(bytes)
    damaged[i] = (damaged[i] ?? 0) ^ 1
    writeFileSync(path, damaged)
    await expect(ctx.parquet(path).collect()).rejects.toMatchObject({
      cause: { code: 'ATOMIC5008', message: expect.stringContaining('the checksum of a page differs') },
    })
  }
})

/** What the far side gives for each case. */
function far(cases: readonly object[]): unknown {
  const program = new URL('far_side.py', import.meta.url).pathname
  return JSON.parse(
    execFileSync(python, [program], { input: JSON.stringify(cases), encoding: 'utf8', maxBuffer: 2 ** 30 }),
  )
}
