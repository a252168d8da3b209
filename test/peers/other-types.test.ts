import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Context, type RDD } from '@atomic-ts/atomic'
import { afterAll, beforeAll, expect, test } from 'vitest'

const python = new URL('../../.peers/pyarrow/bin/python', import.meta.url).pathname
const isThere = existsSync(python)

let ctx: Context
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'atomic-types-'))
  ctx = await Context.local({ slots: 2, transport: 'in-process', maxFailures: 1 })
  if (isThere) execFileSync(python, [new URL('other_types.py', import.meta.url).pathname, folder])
})
afterAll(async () => {
  await ctx.stop()
  rmSync(folder, { recursive: true })
})

const bytes = (...each: number[]): Uint8Array => Uint8Array.from(each)
const fine = /holds a time in the column x that is finer than the milliseconds of a Date: 1 µs/
const far = /holds a time in the column x beyond the year 275760/

/** What each column holds, or why it cannot be read. */
const columns: Readonly<Record<string, readonly unknown[] | RegExp>> = {
  'small integers': [null, -128, 127],
  'unsigned integers': [null, 0, 2 ** 32 - 1],
  'large unsigned integers': [null, 0n, 2n ** 64n - 1n],
  'large integers': [null, -(2n ** 63n), 2n ** 53n + 1n],
  halves: [null, 1.5, -0, Infinity, 65504],
  floats: [null, 0.5, -Infinity],
  days: [null, new Date('0001-01-01')],
  'milliseconds of days': [null, new Date('1969-12-31')],
  seconds: [null, new Date(-1000)],
  milliseconds: [null, new Date(-1)],
  microseconds: [null, new Date(-1)],
  nanoseconds: [null, new Date(-1)],
  'fine times': fine,
  'far times': far,
  'far days': far,
  'bytes of one length': [null, bytes(97, 98, 99)],
  'large binary': [null, bytes(), bytes(97, 98, 99)],
  'large texts': [null, '', 'é'.repeat(30_000)],
  'text views': [null, '', 'short', 'longer than twelve bytes'],
  'marks and zeros': ['\uFEFFa', 'x\0y'],
  'a dictionary': [null, 'a', 'b', 'a'],
  'a dictionary of integers': [null, 5n, 6n, 5n],
  'lists of a dictionary': [null, [], ['a', null]],
  'large lists': [null, [], [1, null]],
  'lists of one length': [null, [1, 2], [null, 3]],
  maps: [null, {}, { b: 1, a: null }],
  'lists of maps': [null, [], [{ a: 1 }, null, {}]],
  'deep nulls': [null, [], [[], null, [[{ a: [1, null] }, null]]]],
  'structs of nulls': [null, { a: null, b: { c: null } }, { a: 1, b: null }],
  'nothing but nulls': [null, null],
  'no records': [],
  decimals: /column x (of type Decimal|, for which there is no exact number)|decimals in the column x/,
  'times of day': /has the column x (of type Time32|with values of type TIME)/,
  'maps by numbers': /has the column x (of type Map<\{key:Int32|with maps whose keys are INT32)/,
  'one name twice': /has two columns called "x"/,
}

/** What Parquet has another form for, and Arrow not. */
const ofArrow: typeof columns = {
  ...columns,
  'list views': /has the column x of type ListView/,
  runs: /has the column x of type RunEndEncoded/,
}

test.runIf(isThere).each(Object.entries({ ...columns, 'list views': [[1]] }))(
  'Parquet with %s',
  async (name, wanted) => {
    await check(ctx.parquet<{ x: unknown }>(join(folder, `${name}.parquet`)), wanted)
  },
)

test.runIf(isThere).each(Object.entries(ofArrow))('Arrow with %s', async (name, wanted) => {
  await check(ctx.arrowFile<{ x: unknown }>(join(folder, `${name}.arrow`), { minPartitions: 3 }), wanted)
})

test.runIf(isThere).each(Object.entries(ofArrow))('a packed Arrow stream with %s', async (name, wanted) => {
  await check(ctx.arrowFile<{ x: unknown }>(join(folder, `${name}.arrows`), { minPartitions: 3 }), wanted)
})

test.runIf(isThere)('what DuckDB writes is read, however it is packed', async () => {
  const files = readdirSync(folder).filter((name) => /-V\d\.duckdb$/.test(name))
  if (files.length === 0)
    return console.warn('Not tested against DuckDB: install it with tools/peers/pyarrow.sh')
  expect(files).toHaveLength(12)
  const wanted = Array.from({ length: 3000 }, (_, i) => ({
    ...{ id: BigInt(i), is_seventh: i % 7 === 0, name: i % 3 === 0 ? null : `name ${i % 5}`, half: i / 2 },
    ...{ list: [`${i}`, null], struct: { a: i, b: { c: 'x' } }, map: { k: i } },
    day: new Date(Date.UTC(2020, 0, 1 + (i % 9))),
    uuid: 'eeccb8c5-9943-b2bb-bb5e-222f4e14b687',
  }))
  for (const file of files) expect(await ctx.parquet(join(folder, file)).collect()).toEqual(wanted)
  await check(
    ctx.parquet<{ x: unknown }>(join(folder, 'an interval.duckdb')),
    /has the column x with values of type INTERVAL/,
  )
})

test.runIf(isThere)('DuckDB reads what is saved, however it is packed', async () => {
  const rows = Array.from({ length: 500 }, (_, i) => ({
    ...{ id: 2n ** 53n + BigInt(i), name: i % 3 === 0 ? null : `name ${i % 5}`, half: i / 2 },
    ...{ list: i % 4 === 0 ? [] : [i, null], place: { x: i } },
  }))
  const query = `select concat_ws(' ', min(id), max(id), count(name), sum(half), sum(len(list)), sum(place.x)) from read_parquet`
  const program = `import duckdb, sys; print(duckdb.sql(f"${query}('{sys.argv[1]}/part-*')").fetchall()[0][0])`
  for (const compression of ['none', 'snappy', 'gzip', 'zstd'] as const) {
    const out = join(folder, compression)
    await ctx.parallelize(rows, 2).saveAsParquet(out, { compression, rowGroupSize: 64 })
    if (!isDuckThere()) return
    expect(execFileSync(python, ['-c', program, out], { encoding: 'utf8' }).trim()).toBe(
      `${2n ** 53n} ${2n ** 53n + 499n} 333 62375.0 750 124750.0`,
    )
  }
})

function isDuckThere(): boolean {
  return existsSync(join(folder, 'snappy-V1.duckdb'))
}

async function check(rdd: RDD<{ x: unknown }>, wanted: readonly unknown[] | RegExp): Promise<void> {
  const found: unknown = await rdd.collect().catch((error: unknown) => (error as Error).cause)
  if (wanted instanceof RegExp) {
    expect(found).toMatchObject({ code: 'ATOMIC5008', message: expect.stringMatching(wanted) })
  } else expect(found).toEqual(wanted.map((x) => ({ x })))
}
