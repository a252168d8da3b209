import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RDD } from '@atomic-ts/core'
import type { Operations } from './facts.ts'

/** Actions that write files. */
export const files: Operations = {
  saveAsTextFile: {
    call: (rdd) => partsOf((path) => rdd.saveAsTextFile(path)),
    ofNothing: (partitions: number) => names(partitions, ''),
  },
  saveAsObjectFile: {
    call: (rdd) => partsOf((path) => rdd.saveAsObjectFile(path)),
    ofNothing: (partitions: number) => names(partitions, ''),
  },
  saveAsJsonLines: {
    call: (rdd) => partsOf((path) => rdd.saveAsJsonLines(path)),
    ofNothing: (partitions: number) => names(partitions, '.json'),
  },
  saveAsCsv: {
    call: (rdd) => partsOf((path) => rdd.saveAsCsv(path)),
    ofNothing: (partitions: number) => names(partitions, '.csv'),
    refuses: (rdd) =>
      ['', '\n'].flatMap((text) => [
        () => rdd.saveAsCsv('unused', { delimiter: text }),
        () => rdd.saveAsCsv('unused', { quote: text }),
        () => rdd.saveAsCsv('unused', { escape: text }),
      ]),
  },
  saveAsParquet: {
    call: (rdd) => partsOf((path) => rows(rdd).saveAsParquet(path)),
    ofNothing: (partitions: number) => names(partitions, '.parquet'),
    refuses: (rdd) =>
      [0, 0.5, Number.NaN].map((rowGroupSize) => () => rdd.saveAsParquet('unused', { rowGroupSize })),
  },
  saveAsArrow: {
    call: (rdd) => partsOf((path) => rows(rdd).saveAsArrow(path)),
    ofNothing: (partitions: number) => names(partitions, '.arrow'),
    refuses: (rdd) => [0, 0.5, Number.NaN].map((batchSize) => () => rdd.saveAsArrow('unused', { batchSize })),
  },
  saveWith: {
    call: async (rdd) => {
      const counts: number[] = []
      await rdd.saveWith(
        async (records) => {
          let count = 0
          for await (const _ of records) count++
          return count
        },
        { commit: (parts) => void counts.push(...parts) },
      )
      return counts
    },
    ofNothing: (partitions: number) => Array.from({ length: partitions }, () => 0),
  },
}

function rows(rdd: RDD<[string, number]>): RDD<{ key: string; value: number }> {
  return rdd.map(([key, value]) => ({ key, value }))
}

/** Saves to a new folder, and gives the names of the files. */
async function partsOf(save: (path: string) => Promise<void>): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'atomic-conformance-'))
  try {
    await save(join(folder, 'out'))
    return readdirSync(join(folder, 'out')).toSorted()
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function names(partitions: number, extension: string): string[] {
  return [
    '_SUCCESS',
    ...Array.from({ length: partitions }, (_, i) => `part-${String(i).padStart(5, '0')}${extension}`),
  ]
}
