import { cut } from '../../oracle/cut.ts'
import type { Case } from '../case.ts'

export const cases: readonly Case[] = [
  {
    name: 'pipe through cat',
    of: ['pipe'],
    over: 'numbers',
    order: 'ordered',
    run: (ctx, input, n) => ctx.parallelize(input, n).pipe('  cat  -u ').collect(),
    expected: (input) => input.map(String),
  },
  {
    name: 'pipe through sort, with a header and lines of our own',
    of: ['pipe'],
    over: 'numbers',
    order: 'ordered',
    run(ctx, input, n) {
      const title = `${input.length} records`
      return ctx
        .parallelize(input, n)
        .pipe(['cat'], {
          writeHeader: (write) => write(title),
          writeRecord(x, write) {
            for (let i = 0; i < x; i++) write(`${x}.${i}`)
          },
        })
        .collect()
    },
    expected: (input, n) =>
      cut(input, n).flatMap((rows) => [
        `${input.length} records`,
        ...rows.flatMap((x) => Array.from({ length: Math.max(0, x) }, (_, i) => `${x}.${i}`)),
      ]),
  },
  {
    name: 'pipe runs its program for empty partitions too',
    of: ['pipe'],
    over: 'numbers',
    order: 'ordered',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .pipe(['wc', '-l'])
        .map((line) => Number(line))
        .collect(),
    expected: (input, n) => cut(input, n).map((rows) => rows.length),
  },
  {
    name: 'pipe writes JSON, which no encoding changes',
    of: ['pipe'],
    over: 'pairs',
    order: 'ordered',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .map(([key]) => JSON.stringify(String(key)))
        .pipe(['cat'])
        .pipe(['cat'], { encoding: 'utf16le' })
        .map((line) => JSON.parse(line) as string)
        .collect(),
    expected: (input) => input.map(([key]) => JSON.parse(JSON.stringify(String(key))) as unknown),
  },
]
