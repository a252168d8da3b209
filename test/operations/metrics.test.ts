import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { Context, type TaskMetrics } from '@atomic-ts/atomic'
import { load } from '@atomic-ts/compiler'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type * as Metrics from './metrics.ts'

const programs = await load<typeof Metrics>(new URL('metrics.ts', import.meta.url).pathname)

const noInput = { bytesRead: 0, recordsRead: 0 }
const noShuffleRead = { totalBlocksFetched: 0, totalBytesRead: 0, recordsRead: 0 }
const noShuffleWrite = { bytesWritten: 0, recordsWritten: 0 }

let ctx: Context
let folder: string
let finished: { stage: number; partition: number; metrics: TaskMetrics }[]

describe.each(['in-process', 'threads'] as const)('%s', (transport) => {
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'atomic-metrics-'))
    ctx = await Context.local({ slots: 2, transport })
    finished = []
    ctx.listen((event) => event.kind === 'taskFinished' && finished.push(event))
  })
  afterEach(async () => {
    await ctx.stop()
    rmSync(folder, { recursive: true })
  })

  test('records that are sent along and results are counted, in records and in encoded bytes', async () => {
    expect(await programs.halves(ctx, 2)).toHaveLength(1000)
    expect(finished).toHaveLength(2)
    for (const { metrics } of finished) {
      const { inputMetrics, resultSize, shuffleReadMetrics, shuffleWriteMetrics } = metrics
      expect(inputMetrics.recordsRead).toBe(500)
      // Eight bytes for each number, and something to say what they are.
      for (const bytes of [inputMetrics.bytesRead, resultSize]) {
        expect(bytes).toBeGreaterThanOrEqual(8 * 500)
        expect(bytes).toBeLessThan(8 * 500 + 100)
      }
      expect([shuffleReadMetrics, shuffleWriteMetrics]).toEqual([noShuffleRead, noShuffleWrite])
    }
  })

  test('the numbers of a range are records without bytes', async () => {
    expect(await programs.countsRange(ctx)).toBe(5000)
    expect(finished.map(({ metrics }) => metrics.inputMetrics)).toEqual([
      { bytesRead: 0, recordsRead: 5000 },
      { bytesRead: 0, recordsRead: 5000 },
    ])
  })

  test('the bytes and lines of a file are counted once, however it is cut', async () => {
    const text = 'a line\r\n'.repeat(1000) + 'the last, ünended'
    const path = join(folder, 'lines.txt')
    writeFileSync(path, text)
    expect(await programs.countsLines(ctx, path)).toBe(1001)
    expect(finished).toHaveLength(3)
    expect(sum(({ inputMetrics }) => inputMetrics.bytesRead)).toBe(Buffer.byteLength(text))
    expect(sum(({ inputMetrics }) => inputMetrics.recordsRead)).toBe(1001)
  })

  test.each([50_000, 0])(
    'of a compressed file of %i lines, the compressed bytes are counted',
    async (lines) => {
      const packed = gzipSync(Array.from({ length: lines }, (_, i) => `line ${i * i}`).join('\n'))
      const path = join(folder, 'lines.gz')
      writeFileSync(path, packed)
      expect(await programs.countsLines(ctx, path)).toBe(lines)
      expect(finished.map(({ metrics }) => metrics.inputMetrics)).toEqual([
        { bytesRead: packed.length, recordsRead: lines },
      ])
    },
  )

  test('what is saved is counted, in lines and bytes', async () => {
    await programs.saves(ctx, join(folder, 'out'))
    const sizes = [0, 1].map((part) => statSync(join(folder, 'out', `part-0000${part}`)).size)
    expect(finished).toHaveLength(2)
    for (const { partition, metrics } of finished) {
      expect(metrics.outputMetrics).toEqual({ bytesWritten: sizes[partition], recordsWritten: 25_000 })
    }
  })

  test('results that are sent on before the task is done are counted too', async () => {
    expect(await programs.collectsMany(ctx)).toHaveLength(50_000)
    const [size = 0] = finished.map(({ metrics }) => metrics.resultSize)
    expect(size).toBeGreaterThanOrEqual(8 * 50_000)
    expect(size).toBeLessThan(8 * 50_000 + 400)
  })

  test('a cached partition is read as records, and its source no more', async () => {
    expect(await programs.countsCached(ctx)).toEqual([60, 60])
    expect(finished.map(({ metrics }) => metrics.inputMetrics.recordsRead)).toEqual([100, 60])
  })

  test('what a shuffle writes is what the next stage reads, combined', async () => {
    expect((await programs.sumsByKey(ctx)).size).toBe(10)
    const [maps, reduces] = [metricsOf(0), metricsOf(1)]
    expect(maps.map(({ shuffleWriteMetrics }) => shuffleWriteMetrics.recordsWritten)).toEqual([10, 10])
    expect(maps.map(({ inputMetrics }) => inputMetrics.recordsRead)).toEqual([100, 100])
    expect(maps.map(({ resultSize }) => resultSize)).toEqual([0, 0])
    expect(sum(({ shuffleReadMetrics }) => shuffleReadMetrics.recordsRead)).toBe(20)
    expect(sum(({ shuffleReadMetrics }) => shuffleReadMetrics.totalBytesRead)).toBe(
      sum(({ shuffleWriteMetrics }) => shuffleWriteMetrics.bytesWritten),
    )
    expect(reduces).toHaveLength(3)
    for (const { inputMetrics, shuffleReadMetrics, shuffleWriteMetrics, resultSize } of reduces) {
      expect(shuffleReadMetrics.totalBlocksFetched).toBe(2)
      // A number takes a byte at least.
      expect(shuffleReadMetrics.totalBytesRead).toBeGreaterThan(2 * shuffleReadMetrics.recordsRead)
      expect([inputMetrics, shuffleWriteMetrics]).toEqual([noInput, noShuffleWrite])
      expect(resultSize).toBeGreaterThan(0)
    }
  })

  test('a join reads both of its sides', async () => {
    expect(await programs.joins(ctx)).toBe(20)
    expect(sum(({ shuffleWriteMetrics }) => shuffleWriteMetrics.recordsWritten)).toBe(50)
    expect(sum(({ shuffleReadMetrics }) => shuffleReadMetrics.recordsRead)).toBe(50)
  })

  test('the run time holds the work of the task, and is no longer than the job', async () => {
    const start = performance.now()
    await programs.turns(ctx, 30)
    const all = performance.now() - start
    for (const { metrics } of finished) {
      expect(metrics.executorRunTime).toBeGreaterThanOrEqual(30)
      expect(metrics.executorRunTime).toBeLessThan(all)
    }
  })

  test('only the attempt that counts is told of', async () => {
    expect(await programs.failsOnce(ctx, folder)).toBe(50)
    expect(finished.map(({ metrics }) => metrics.inputMetrics.recordsRead)).toEqual([50])
  })

  test('a task sees what it has counted so far; at its end, what its event tells', async () => {
    expect(await programs.writesMetrics(ctx, folder)).toBe(20)
    const told = finished.filter(({ stage }) => stage === 0)
    expect(told).toHaveLength(2)
    for (const { partition, metrics } of told) {
      const { before, during, after } = seenBy(partition)
      expect([before.inputMetrics, before.shuffleWriteMetrics]).toEqual([noInput, noShuffleWrite])
      expect([during.inputMetrics, during.shuffleWriteMetrics]).toEqual([
        { bytesRead: 0, recordsRead: 10 },
        noShuffleWrite,
      ])
      expect(after.shuffleWriteMetrics.recordsWritten).toBe(10)
      expect(after.shuffleWriteMetrics.bytesWritten).toBeGreaterThan(10)
      expect(before.executorRunTime).toBeGreaterThan(0)
      expect(during.executorRunTime).toBeGreaterThanOrEqual(before.executorRunTime)
      expect(metrics).toEqual({ ...after, executorRunTime: expect.any(Number) })
      expect(metrics.executorRunTime).toBeGreaterThanOrEqual(after.executorRunTime)
    }
  })
})

interface Seen {
  readonly before: TaskMetrics
  readonly during: TaskMetrics
  readonly after: TaskMetrics
}

function seenBy(partition: number): Seen {
  return JSON.parse(readFileSync(join(folder, `${partition}.json`), 'utf8')) as Seen
}

function metricsOf(stage: number): TaskMetrics[] {
  return finished.filter((each) => each.stage === stage).map(({ metrics }) => metrics)
}

function sum(of: (metrics: TaskMetrics) => number): number {
  return finished.reduce((total, { metrics }) => total + of(metrics), 0)
}
