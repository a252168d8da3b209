import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { Context, type RDD, type TableSchema } from '@atomic-ts/atomic'
import { load } from '@atomic-ts/compiler'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type * as Formats from './formats.ts'

const {
  readers,
  savers,
  flakySink,
  lazySink,
  stuckSink,
  failingSource,
  endlessSource,
  openNothing,
  stuckSource,
} = await load<typeof Formats>(new URL('formats.ts', import.meta.url).pathname)

let folder: string
let files = 0
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'atomic-formats-'))))
afterAll(() => rmSync(folder, { recursive: true }))

describe.each(['in-process', 'threads'] as const)('%s', (transport) => {
  let ctx: Context
  beforeAll(async () => void (ctx = await Context.local({ slots: 2, transport, maxFailures: 2 })))
  afterAll(() => ctx.stop())

  test.each(Object.keys(readers))(
    '%s: records of the declared type pass, others are one clear error',
    async (format) => {
      const [good, bad] = [path(), path()]
      await savers[format]?.(
        ctx,
        [
          { name: 'tea', price: 3 },
          { name: 'milk', price: null },
        ],
        good,
      )
      expect(await readers[format]?.(ctx, good).collect()).toEqual(['tea 3', 'milk null'])
      await savers[format]?.(ctx, [{ name: 'tea', price: 'three' }], bad)
      const failure = readers[format]?.(ctx, bad).collect()
      await expect(failure).rejects.toMatchObject({
        cause: {
          code: 'ATOMIC4006',
          message: expect.stringMatching(
            /A record of the source at formats\.ts:\d+ that came to \w+\.map has the string "three" at \.price/,
          ),
        },
      })
    },
  )

  test('an attempt of a sink that fails is not committed', async () => {
    const attempts: string[] = []
    expect(await flakySink(ctx, attempts)).toEqual(['0-0: 3', '1-1: 12'])
    expect(attempts.toSorted()).toEqual(['0-0', '1-1'])
  })

  test('a sink that does not read all records is refused, and abandoned', async () => {
    const calls: string[] = []
    await expect(lazySink(ctx, calls)).rejects.toMatchObject({ cause: { code: 'ATOMIC5004' } })
    expect(calls).toEqual(['abandon'])
  })

  test('what a source throws fails the task with its own error', async () => {
    await expect(failingSource(ctx).collect()).rejects.toMatchObject({
      code: 'ATOMIC3001',
      cause: { message: 'the line is dead' },
    })
    await expect(openNothing(ctx).collect()).rejects.toMatchObject({ cause: { code: 'ATOMIC4006' } })
  })

  test('a source is closed when nobody wants more of it', async () => {
    const closed = path()
    expect(await endlessSource(ctx, closed).take(3)).toEqual([0, 1, 2])
    await expect.poll(() => existsSync(closed)).toBe(true)
  })

  test('what waits for ever gives what it has, and is cancelled', async () => {
    expect(await stuckSource(ctx).take(3)).toEqual([1, 2, 3])
    const stuck = stuckSource(ctx).collect({ signal: AbortSignal.timeout(50) })
    await expect(stuck).rejects.toMatchObject({ code: 'ATOMIC3005' })
    await expect(stuckSink(ctx, AbortSignal.timeout(50))).rejects.toMatchObject({ code: 'ATOMIC3005' })
    expect(await ctx.range(3).count()).toBe(3)
  })

  test('nothing is left where a save fails', async () => {
    const [out] = [path()]
    await expect(ctx.parallelize([{ a: 1 }, { a: 2n }], 2).saveAsParquet(out)).rejects.toMatchObject({
      code: 'ATOMIC5009',
    })
    const schema = { a: 'number' } as const
    await expect(
      ctx.parallelize([{ a: 1 }, { a: 2n }], 2).saveAsArrow(out, { schema }),
    ).rejects.toMatchObject({
      cause: { code: 'ATOMIC5009' },
    })
    expect(readdirSync(folder).filter((name) => name.includes(out.slice(folder.length + 1)))).toEqual([])
  })
})

describe('content that is not what its format says is one clear error', () => {
  let ctx: Context
  beforeAll(
    async () => void (ctx = await Context.local({ slots: 1, transport: 'in-process', maxFailures: 1 })),
  )
  afterAll(() => ctx.stop())

  test.each<[what: string, content: string | Uint8Array, read: (path: string) => RDD<unknown>, text: RegExp]>(
    [
      [
        'a line that is no JSON',
        '{"a":1}\n\n{"a":\n',
        (at) => ctx.jsonLines(at),
        /, line 3, is no JSON: .* It reads "{\\"a\\":"/,
      ],
      [
        'a late line, in a split of its own',
        `${'1\n'.repeat(5000)}x\n${'1\n'.repeat(5000)}`,
        (at) => ctx.jsonLines(at, { minPartitions: 7 }),
        /, line 5001, is no JSON/,
      ],
      [
        'a number that is larger than all',
        '1\n[1e400]',
        (at) => ctx.jsonLines(at),
        /, line 2, holds what no number does: 1e400 is larger than every number/,
      ],
      [
        'an empty packed file',
        '',
        (at) => ctx.textFile(`${at}.gz`),
        /\.gz is damaged, or is no gzip file: it is empty/,
      ],
      ['a packed line', gzipSync('1\ntru\n'), (at) => ctx.jsonLines(`${at}.gz`), /\.gz, line 2, is no JSON/],
      [
        'a large integer',
        '1\n{"id":12345678901234567890}',
        (at) => ctx.jsonLines(at),
        /, line 2, holds what no number does: the integer 12345678901234567890/,
      ],
      [
        'a row with too many fields',
        'a,b\n1,2\n1,2,3\n',
        (at) => ctx.csv(at, { header: true }),
        /, line 3, has 3 fields, and the first row has 2/,
      ],
      [
        'the same in split files',
        `a,b\n${'1,2\n'.repeat(3000)}1\n${'1,2\n'.repeat(3000)}`,
        (at) => ctx.csv(at, { multiline: false, minPartitions: 5 }),
        /, line 3002, has 1 fields?, and the first row has 2/,
      ],
      [
        'names that do not match',
        'a,b\n',
        (at) => ctx.csv(at, { header: ['x'] }),
        /, line 1, has 2 fields, and header names 1/,
      ],
      [
        'a name that is there twice',
        'a,a\n1,2\n',
        (at) => ctx.csv(at, { header: true }),
        /, line 1, names two columns "a"/,
      ],
      ['a quote that is left open', 'a\n"b\nc\n', (at) => ctx.csv(at), /, line \d, cannot be read: .*quot/i],
      [
        'a line break in quotes where none may be',
        'a,b\n1,"x\ny"\n',
        (at) => ctx.csv(at, { multiline: false }),
        /, line 2, cannot be read: .*quot/i,
      ],
      [
        'CSV that is not UTF-8',
        new Uint8Array([0x61, 0x0a, 0xe9, 0x0a]),
        (at) => ctx.csv(at),
        /is not UTF-8: byte 0xe9 at offset 2/,
      ],
      [
        'text that is not UTF-8',
        new Uint8Array([0x61, 0xff]),
        (at) => ctx.wholeTextFiles(at),
        /is not UTF-8: byte 0xff at offset 1/,
      ],
      ['no Parquet', 'PAR1 or something', (at) => ctx.parquet(at), /is damaged, or is no Parquet file/],
      [
        'an empty Parquet file',
        '',
        (at) => ctx.parquet(at),
        /is damaged, or is no Parquet file: .* at least 12 bytes, and this one 0/,
      ],
      [
        'no Arrow',
        'ARROW1\0\0 or something',
        (at) => ctx.arrowFile(at),
        /is damaged, or is no Arrow file: it does not end with ARROW1/,
      ],
      [
        'an empty Arrow file',
        '',
        (at) => ctx.arrowFile(at),
        /is damaged, or is no Arrow file: it has 0 bytes/,
      ],
      ['no object file', 'SEQ\u0006', (at) => ctx.objectFile(at), /is no object file/],
      [
        'an object file of another version',
        'ATOMICOF\u0009\0\0\0',
        (at) => ctx.objectFile(at),
        /is an object file of version 9, and this program reads version 1/,
      ],
    ],
  )('%s', async (_what, content, read, text) => {
    const at = path()
    for (const name of [at, `${at}.gz`]) writeFileSync(name, content)
    const error: unknown = await read(at)
      .collect()
      .catch((thrown: unknown) => (thrown as Error).cause)
    expect(error).toMatchObject({
      code: expect.stringMatching(/ATOMIC500[28]/),
      message: expect.stringMatching(text),
    })
    expect(error).toMatchObject({ message: expect.stringContaining(at) })
  })

  test.each(['parquet', 'arrowFile', 'objectFile'] as const)(
    '%s: a file that was cut short, at any byte',
    async (format) => {
      const out = path()
      const records = Array.from({ length: 6 }, (_, i) => ({ name: `n${i}`, list: [i, null] }))
      await savers[format]?.(ctx, records, out)
      const [part = ''] = readdirSync(out).filter((name) => name.startsWith('part-'))
      const bytes = readFileSync(join(out, part))
      const file = path()
      for (let length = 0; length < bytes.length; length++) {
        writeFileSync(file, bytes)
        truncateSync(file, length)
        await expect(readers[format]?.(ctx, file).collect()).rejects.toMatchObject({
          cause: { code: 'ATOMIC5008' },
        })
      }
    },
  )

  test('objectFile: any byte that is changed is found', async () => {
    const out = path()
    await ctx
      .parallelize(
        [
          { a: 1, text: 'words' },
          { a: 2, text: 'more' },
        ],
        1,
      )
      .saveAsObjectFile(out)
    const bytes = readFileSync(join(out, 'part-00000'))
    const file = path()
    for (let i = 0; i < bytes.length; i++) {
      const damaged = Buffer.from(bytes)
      damaged[i] = (damaged[i] ?? 0) ^ 0x10
      writeFileSync(file, damaged)
      await expect(ctx.objectFile(file).collect()).rejects.toMatchObject({ cause: { code: 'ATOMIC5008' } })
    }
  })

  test.each(['none', 'snappy', 'gzip', 'zstd'] as const)(
    'parquet, %s: a byte of its data that is changed is found',
    async (compression) => {
      const out = path()
      const records = Array.from({ length: 9 }, (_, i) => ({
        text: `t${i % 2}`,
        n: i,
        list: [i, null],
        d: i / 7,
      }))
      await ctx.parallelize(records, 1).saveAsParquet(out, { compression, rowGroupSize: 5 })
      const bytes = readFileSync(join(out, 'part-00000.parquet'))
      const end = bytes.length - 8 - bytes.readUInt32LE(bytes.length - 8)
      const file = path()
      for (let i = 4; i < end; i += 5) {
        const damaged = Buffer.from(bytes)
        damaged[i] = (damaged[i] ?? 0) ^ (1 << (i % 8))
        writeFileSync(file, damaged)
        const found: unknown = await ctx
          .parquet(file)
          .collect()
          .catch((error: unknown) => (error as Error).cause)
        // Of a page's header there are bits that mean nothing.
        if (!Array.isArray(found)) expect(found).toMatchObject({ code: 'ATOMIC5008' })
        else expect(found).toEqual(records)
      }
    },
  )

  test.each<[what: string, record: unknown, text: RegExp]>([
    ['a Map', { a: new Map() }, /The field a of a record holds a Map, for which there is no column/],
    ['a number', 7, /A record is the number 7, and no row/],
    [
      'two kinds',
      { a: [1, 'x'] },
      /The field a\[\] of a record holds number in one record and string in another/,
    ],
    [
      'a large bigint',
      { a: { b: 2n ** 63n } },
      /The field a\.b of a record holds the bigint .*: it has more than 64 bits/,
    ],
    ['half a character', { a: '\ud800' }, /half of a surrogate pair has no form in UTF-8/],
    ['no date', { a: new Date(Number.NaN) }, /it is no valid date/],
  ])('a table of %s', async (_what, record, text) => {
    const rdd = ctx.parallelize([record], 1)
    for (const failure of [rdd.saveAsParquet(path()), rdd.saveAsArrow(path())]) {
      const error: unknown = await failure.catch((thrown: unknown) => thrown)
      const cause: unknown = Reflect.get(error as object, 'cause') ?? error
      expect(cause).toMatchObject({ code: 'ATOMIC5009', message: expect.stringMatching(text) })
    }
  })

  test.each<[what: string, record: unknown, text: RegExp]>([
    [
      'NaN',
      { a: [Number.NaN] },
      /The field a\[0\] of a record holds the number NaN, for which JSON has no form/,
    ],
    ['undefined', undefined, /A record is undefined, for which JSON has no form/],
    ['binary', { a: new Uint8Array(1) }, /holds a Uint8Array, for which JSON has no form/],
  ])('JSON of %s', async (_what, record, text) => {
    const failure = ctx.parallelize([record], 1).saveAsJsonLines(path())
    await expect(failure).rejects.toMatchObject({
      cause: { code: 'ATOMIC5009', message: expect.stringMatching(text) },
    })
  })

  test('records that a schema or columns do not name are refused, not cut', async () => {
    const rdd = ctx.parallelize([{ a: 1, b: 2 }], 1)
    const schema: TableSchema = { a: 'number' }
    for (const failure of [
      rdd.saveAsParquet(path(), { schema }),
      rdd.saveAsArrow(path(), { schema }),
      rdd.saveAsCsv(path(), { columns: ['a'] }),
    ])
      await expect(failure).rejects.toMatchObject({
        cause: { code: 'ATOMIC5009', message: expect.stringMatching(/The field b/) },
      })
  })
})

function path(): string {
  return join(folder, `f${files++}`)
}
