import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Case } from '../case.ts'
import { inFolder } from './in-folder.ts'

export const cases: readonly Case[] = [
  {
    name: 'objectFile of what saveAsObjectFile wrote, of values of every kind',
    of: ['saveAsObjectFile', 'objectFile'],
    over: 'pairs',
    order: 'ordered',
    run: (ctx, input, n) =>
      inFolder(async (folder) => {
        const path = join(folder, 'out')
        await ctx.parallelize(input, n).saveAsObjectFile(path)
        return ctx.objectFile(path, n).collect()
      }),
    expected: (input) => input,
  },
  {
    name: 'jsonLines of what saveAsJsonLines wrote',
    of: ['saveAsJsonLines', 'jsonLines'],
    over: 'numbers',
    order: 'ordered',
    run: (ctx, input, n) =>
      inFolder(async (folder) => {
        const path = join(folder, 'out')
        await ctx
          .parallelize(input, n)
          .map((x) => ({
            x,
            big: 2n ** 60n + BigInt(x),
            list: [x, null, 'é\n😀'],
            in: { gone: undefined, x },
          }))
          .saveAsJsonLines(path, { compression: packing(input) })
        const read = ctx.jsonLines<{ x: number; big: bigint }>(input.length > 0 ? `${path}/part-*` : path, {
          largeIntegers: 'bigint',
          minPartitions: n,
        })
        return read.map((record) => record).collect()
      }),
    expected: (input) =>
      input.map((x) => ({ x, big: 2n ** 60n + BigInt(x), list: [x, null, 'é\n😀'], in: { x } })),
  },
  {
    name: 'csv of what saveAsCsv wrote, whole files and split ones',
    of: ['saveAsCsv', 'csv'],
    over: 'numbers',
    order: 'ordered',
    run: (ctx, input, n) =>
      inFolder(async (folder) => {
        const rows = ctx.parallelize(input, n).map((x) => ({ id: x, text: `a, "b" ${x}`, none: null }))
        await rows.saveAsCsv(join(folder, 'one'))
        await rows.map(({ id, text }) => [id, text]).saveAsCsv(join(folder, 'two'), { delimiter: ';' })
        const one = ctx.csv(join(folder, 'one'), { header: true })
        const two = ctx.csv(join(folder, 'two'), { delimiter: ';', multiline: false, minPartitions: n })
        return [await one.collect(), await two.collect()]
      }),
    expected: (input) => [
      input.map((x) => ({ id: String(x), text: `a, "b" ${x}`, none: '' })),
      input.map((x) => [String(x), `a, "b" ${x}`]),
    ],
  },
  {
    name: 'csv of a file that is cut anywhere, with names of its own',
    of: ['csv'],
    order: 'ordered',
    run: (ctx, n) =>
      inFolder((folder) => {
        const path = join(folder, 'table.csv')
        writeFileSync(path, '# a comment\na,b\r\n1,"x,y"\r\n\r\n2,\n"3","é"')
        const options = { header: ['a', 'b'], comment: '#', multiline: false, minPartitions: n } as const
        return ctx
          .csv(path, options)
          .map(({ a, b }) => `${a}|${b}`)
          .collect()
      }),
    expected: () => ['a|b', '1|x,y', '2|', '3|é'],
  },
  {
    name: 'parquet of what saveAsParquet wrote, row groups shared out',
    of: ['saveAsParquet', 'parquet'],
    over: 'numbers',
    order: 'ordered',
    run: (ctx, input, n) =>
      inFolder(async (folder) => {
        const path = join(folder, 'out')
        const rows = ctx.parallelize(input, n).map(rowOf)
        await rows.saveAsParquet(path, { rowGroupSize: 3, schema })
        const read = ctx.parquet<{ id: bigint; list: (number | null)[] }>(path, { minPartitions: n })
        const ids = ctx.parquet<{ id: number }>(path, { columns: ['id'], int64: 'number' })
        return [await read.collect(), await ids.map(({ id }) => id).collect()]
      }),
    expected: (input) => [input.map(rowOf), input],
  },
  {
    name: 'arrowFile of what saveAsArrow wrote, record batches shared out',
    of: ['saveAsArrow', 'arrowFile'],
    over: 'numbers',
    order: 'ordered',
    run: (ctx, input, n) =>
      inFolder(async (folder) => {
        const path = join(folder, 'out')
        const rows = ctx.parallelize(input, n).map(rowOf)
        await rows.saveAsArrow(path, { batchSize: 3, schema })
        const read = ctx.arrowFile(path, { minPartitions: n })
        const ids = ctx.arrowFile<{ id: number }>(path, { columns: ['id'], int64: 'number' })
        return [await read.collect(), await ids.map(({ id }) => id).collect()]
      }),
    expected: (input) => [input.map(rowOf), input],
  },
  {
    name: 'the columns of a table are those of all records, wherever they are first met',
    of: ['saveAsParquet', 'saveAsArrow', 'saveAsCsv'],
    order: 'ordered',
    run: (ctx, n) =>
      inFolder(async (folder) => {
        const rows = ctx.parallelize([{ a: null }, { b: 'x' }, { a: 1, b: undefined }], n)
        await rows.saveAsParquet(join(folder, 'p'))
        await rows.saveAsArrow(join(folder, 'a'))
        await rows.saveAsCsv(join(folder, 'c'), { nullValue: '-' })
        return [
          await ctx.parquet(join(folder, 'p')).collect(),
          await ctx.arrowFile(join(folder, 'a')).collect(),
          await ctx.csv(join(folder, 'c'), { header: true, nullValue: '-' }).collect(),
        ]
      }),
    expected: () => [
      [
        { a: null, b: null },
        { a: null, b: 'x' },
        { a: 1, b: null },
      ],
      [
        { a: null, b: null },
        { a: null, b: 'x' },
        { a: 1, b: null },
      ],
      [
        { a: null, b: null },
        { a: null, b: 'x' },
        { a: '1', b: null },
      ],
    ],
  },
  {
    name: 'wholeTextFiles and binaryFiles give a record for each file',
    of: ['wholeTextFiles', 'binaryFiles'],
    order: 'ordered',
    run: (ctx, n) =>
      inFolder(async (folder) => {
        for (const [i, text] of ['', 'a\r\nb', 'é'].entries()) writeFileSync(join(folder, `${i}.txt`), text)
        const texts = await ctx.wholeTextFiles(folder, n).values().collect()
        const sizes = ctx.binaryFiles(folder, n).mapValues((bytes) => bytes.length)
        return [texts, await sizes.values().collect(), (await sizes.keys().first()) === join(folder, '0.txt')]
      }),
    expected: () => [['', 'a\r\nb', 'é'], [0, 4, 2], true],
  },
  {
    name: 'binaryRecords of a file that is cut anywhere',
    of: ['binaryRecords'],
    over: 'numbers',
    order: 'ordered',
    run: (ctx, input, n) =>
      inFolder((folder) => {
        const path = join(folder, 'records')
        writeFileSync(path, new Uint8Array(Int32Array.from(input).buffer))
        return ctx
          .binaryRecords(path, 4, n)
          .map((bytes) => new DataView(bytes.buffer, bytes.byteOffset).getInt32(0, true))
          .collect()
      }),
    expected: (input) => input,
  },
]

const schema = { id: 'bigint', at: 'date', list: ['number'], in: { x: 'number', text: 'string' } } as const

interface Row {
  readonly id: bigint
  readonly at: Date | null
  readonly list: (number | null)[]
  readonly in: { readonly x: number; readonly text: string | null } | null
}

function rowOf(x: number): Row {
  return {
    id: BigInt(x),
    at: x % 3 === 0 ? null : new Date(x * 1000),
    list: x % 4 === 0 ? [] : [x / 2, null],
    in: x % 5 === 0 ? null : { x, text: x % 2 === 0 ? null : `é😀${x}` },
  }
}

function packing(input: readonly number[]): 'gzip' | undefined {
  return input.length % 2 === 0 ? 'gzip' : undefined
}
