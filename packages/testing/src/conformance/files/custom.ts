import { readFileSync, renameSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { Case } from '../case.ts'
import { inFolder } from './in-folder.ts'

export const cases: readonly Case[] = [
  {
    name: 'fromSource opens each split on a worker',
    of: ['fromSource'],
    over: 'numbers',
    order: 'ordered',
    run: (ctx, input, n) => {
      const factor = n
      const splits = Array.from({ length: n }, (_, i) => ({
        numbers: input.filter((_x, at) => at % n === i),
      }))
      const opened = ctx.fromSource({
        splits,
        async *open({ numbers }) {
          for (const x of numbers) yield x * factor
        },
      })
      return opened.glom().collect()
    },
    expected: (input, n) =>
      Array.from({ length: n }, (_, i) => input.filter((_x, at) => at % n === i).map((x) => x * n)),
  },
  {
    name: 'fromSource takes what a function gives or resolves to, as arrays and streams',
    of: ['fromSource'],
    order: 'ordered',
    run: async (ctx, n) => {
      const splits = Array.from({ length: n }, (_, i) => i)
      const lists = ctx.fromSource({ splits, open: (i) => [[i, 'list'] as const] })
      const streams = ctx.fromSource({ splits, open: async (i) => Readable.from([i, i + 1]) })
      return [await lists.collect(), await streams.collect()]
    },
    expected: (n) => [
      Array.from({ length: n }, (_, i) => [i, 'list']),
      Array.from({ length: n }, (_, i) => [i, i + 1]).flat(),
    ],
  },
  {
    name: 'fromStream keeps the order of a stream, and gives its records again',
    of: ['fromStream'],
    over: 'numbers',
    order: 'ordered',
    run: async (ctx, input, n) => {
      const read = await ctx.fromStream(Readable.from(input), { partitionSize: n })
      return [await read.collect(), await read.count(), read.getNumPartitions()]
    },
    expected: (input, n) => [input, input.length, Math.ceil(input.length / n)],
  },
  {
    name: 'saveWith commits what one attempt of each partition gave',
    of: ['saveWith'],
    over: 'numbers',
    order: 'ordered',
    run: (ctx, input, n) =>
      inFolder(async (folder) => {
        await ctx.parallelize(input, n).saveWith(
          async (records, { partition, attempt }) => {
            const part = join(folder, `.${partition}-${attempt}`)
            const lines: number[] = []
            for await (const x of records) lines.push(x)
            await writeFile(part, JSON.stringify(lines))
            return part
          },
          { commit: (parts) => parts.forEach((part, i) => renameSync(part, join(folder, String(i)))) },
        )
        return Array.from({ length: n }, (_, i) =>
          JSON.parse(readFileSync(join(folder, String(i)), 'utf8')),
        ).flat()
      }),
    expected: (input) => input,
  },
]
