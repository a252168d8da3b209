import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Context, type RDD } from '@atomic-ts/atomic'
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tables } from '../peers/tables.ts'

let ctx: Context
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'atomic-round-trips-'))
  ctx = await Context.local({ slots: 2, transport: 'in-process', maxFailures: 1 })
})
afterAll(async () => {
  await ctx.stop()
  rmSync(folder, { recursive: true })
})

const spread = fc.record({
  partitions: fc.integer({ min: 1, max: 4 }),
  minPartitions: fc.integer({ min: 1, max: 9 }),
  size: fc.integer({ min: 1, max: 9 }),
})
const runs = { numRuns: 40 }

test('Parquet and Arrow files give the tables back that were saved, however they are cut', async () => {
  await fc.assert(
    fc.asyncProperty(tables, spread, async ({ schema, rows }, { partitions, minPartitions, size }) => {
      const path = fresh()
      const rdd = ctx.parallelize([...rows], partitions)
      await rdd.saveAsParquet(`${path}.p`, { schema, rowGroupSize: size, compression: 'gzip' })
      await rdd.saveAsArrow(`${path}.a`, { schema, batchSize: size })
      expect(await ctx.parquet(`${path}.p`, { minPartitions }).collect()).toEqual(rows)
      expect(await ctx.arrowFile(`${path}.a`, { minPartitions }).collect()).toEqual(rows)
    }),
    runs,
  )
})

test('object files give every value back that can travel', async () => {
  const values = fc.array(
    fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withTypedArray: true,
      withSparseArray: false,
    }),
  )
  await fc.assert(
    fc.asyncProperty(values, spread, async (records, { partitions, minPartitions }) => {
      const path = fresh()
      await ctx.parallelize(records as object[], partitions).saveAsObjectFile(path)
      expect(await ctx.objectFile(path, minPartitions).collect()).toEqual(
        await ctx.parallelize(records as object[], 1).collect(),
      )
    }),
    runs,
  )
})

test('JSON lines give every JSON value back, and large integers as bigints', async () => {
  const { json } = fc.letrec<{ json: unknown }>((tie) => ({
    json: fc.oneof(
      { depthSize: 'small' },
      fc.string({ unit: 'binary' }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
      fc.bigInt({ min: 2n ** 53n }),
      fc.array(tie('json')),
      fc.dictionary(
        fc.string().filter((name) => name !== '__proto__'),
        tie('json'),
        { noNullPrototype: true },
      ),
    ),
  }))
  await fc.assert(
    fc.asyncProperty(fc.array(json), spread, async (records, { partitions, minPartitions }) => {
      const path = fresh()
      await ctx.parallelize(records as object[], partitions).saveAsJsonLines(path)
      const read = ctx.jsonLines(path, { minPartitions, largeIntegers: 'bigint' })
      expect(await read.collect()).toEqual(records)
    }),
    { ...runs, examples: [[[1e21, -0, 1.5e300, 2 ** 53 + 2], { partitions: 1, minPartitions: 1, size: 1 }]] },
  )
})

test('CSV gives every row back, whatever its text and dialect', async () => {
  const text = fc.string({
    unit: fc.constantFrom(',', ';', '"', "'", '\\', '\n', '\r', '\uFEFF', ' ', '#', 'a', 'é', '😀', '\0'),
    maxLength: 6,
  })
  const rows = fc
    .integer({ min: 1, max: 3 })
    .chain((width) => fc.array(fc.array(text, { minLength: width, maxLength: width })))
  const dialects = fc.constantFrom(
    {},
    { delimiter: ';' },
    { delimiter: '\t', quote: "'" },
    { escape: '\\' },
    { delimiter: '::' },
  )
  await fc.assert(
    fc.asyncProperty(rows, dialects, spread, async (records, dialect, { partitions, minPartitions }) => {
      const path = fresh()
      await ctx.parallelize(records, partitions).saveAsCsv(path, dialect)
      expect(await ctx.csv(path, dialect).collect()).toEqual(records)
      const inLines = records.every((row) => row.every((field) => !/[\r\n]/.test(field)))
      const split: RDD<string[]> = ctx.csv(path, { ...dialect, multiline: false, minPartitions })
      if (inLines) expect(await split.collect()).toEqual(records)
    }),
    { numRuns: 80 },
  )
})

let files = 0
function fresh(): string {
  return join(folder, String(files++))
}
