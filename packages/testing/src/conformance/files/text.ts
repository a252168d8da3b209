import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { AtomicFiles } from '@atomic-ts/runtime'
import type { Case } from '../case.ts'
import { inFolder } from './in-folder.ts'

export const cases: readonly Case[] = [
  {
    name: 'saveAsTextFile, and textFile of what was saved',
    of: ['saveAsTextFile', 'textFile'],
    over: 'numbers',
    order: 'ordered',
    run: (ctx, input, n) =>
      inFolder(async (folder) => {
        const path = join(folder, 'out')
        await ctx
          .parallelize(input, n)
          .map((x) => `line ${x}`)
          .saveAsTextFile(path)
        return ctx.textFile(input.length > 0 ? `${path}/part-*` : path).collect()
      }),
    expected: (input) => input.map((x) => `line ${x}`),
  },
  {
    name: 'textFile of lines that end in every way, in one partition and in many',
    of: ['textFile'],
    order: 'ordered',
    run: (ctx, n) =>
      inFolder((folder) => {
        const path = join(folder, 'lines.txt')
        writeFileSync(path, 'one\r\ntwo\n\n  three é \u{1F600}\nno end')
        return ctx.textFile(path, n).collect()
      }),
    expected: () => ['one', 'two', '', '  three é \u{1F600}', 'no end'],
  },
  {
    name: 'addFile sends a file to every task',
    of: ['addFile'],
    order: 'ordered',
    run: (ctx, n) =>
      inFolder((folder) => {
        const name = `sent-${Math.random()}.txt`
        writeFileSync(join(folder, name), 'hello')
        ctx.addFile(join(folder, name))
        return ctx
          .range(0, n, { partitions: n })
          .map(() => readFileSync(AtomicFiles.get(name), 'utf8'))
          .collect()
      }),
    expected: (n) => Array.from({ length: n }, () => 'hello'),
  },
  {
    name: 'addArchive unpacks an archive for every task, and what was added is listed',
    of: ['addArchive', 'listFiles', 'listArchives'],
    order: 'ordered',
    run: (ctx, n) =>
      inFolder(async (folder) => {
        const name = `packed-${Math.random()}.tgz`
        writeFileSync(join(folder, 'inside.txt'), 'hello')
        execFileSync('tar', ['-czf', name, 'inside.txt'], { cwd: folder })
        await ctx.addArchive(join(folder, name))
        const read = ctx
          .range(0, n, { partitions: n })
          .map(() => readFileSync(AtomicFiles.get(`${name}/inside.txt`), 'utf8'))
        return [
          await read.collect(),
          ctx.listArchives().includes(join(folder, name)),
          ctx.listFiles().includes(join(folder, name)),
        ]
      }),
    expected: (n) => [Array.from({ length: n }, () => 'hello'), true, false],
  },
]
