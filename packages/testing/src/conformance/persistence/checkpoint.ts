import { inFolder } from '../files/in-folder.ts'
import type { Case } from '../case.ts'

export const cases: readonly Case[] = [
  {
    name: 'checkpoint: saved once, then read from there, by what was built on it before and after',
    of: [
      'checkpoint',
      'isCheckpointed',
      'isLocallyCheckpointed',
      'getCheckpointFile',
      'setCheckpointDir',
      'getCheckpointDir',
    ],
    over: 'pairs',
    order: 'any',
    run: (ctx, input, n) =>
      inFolder(async (folder) => {
        ctx.setCheckpointDir(folder)
        const rdd = ctx
          .parallelize(input, n)
          .map((pair) => [pair, Math.random()])
          .checkpoint()
        const before = rdd.map(([pair]) => pair)
        await rdd.count()
        const [a, b] = [await rdd.collect(), await rdd.collect()]
        const isSame = a.length === input.length && a.every(([, x], i) => x === b[i]?.[1])
        const isThere = rdd.getCheckpointFile()?.startsWith(ctx.getCheckpointDir() ?? '-')
        const said = [isSame, isThere, rdd.isCheckpointed(), rdd.isLocallyCheckpointed()]
        return [...(await before.collect()), said]
      }),
    expected: (input) => [...input, [true, true, true, false]],
  },
  {
    name: 'localCheckpoint: behind a shuffle, and before another one',
    of: ['localCheckpoint', 'isLocallyCheckpointed'],
    over: 'numbers',
    order: 'ordered',
    async run(ctx, input, n) {
      const counts = ctx
        .parallelize(input, n)
        .map((x): [number, number] => [x, 1])
        .reduceByKey((a, b) => a + b, n)
        .localCheckpoint()
      const sizes = [await counts.count(), await counts.join(counts).count()]
      return [sizes, await counts.sortByKey().collect(), counts.isLocallyCheckpointed()]
    },
    expected(input) {
      const counts = new Map<number, number>()
      for (const x of input) counts.set(x, (counts.get(x) ?? 0) + 1)
      return [[counts.size, counts.size], [...counts].toSorted(([a], [b]) => a - b), true]
    },
  },
]
