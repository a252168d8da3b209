import { Context, type TaskMetrics } from '@atomic-ts/atomic'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasServer, startStore, title, type S3Store } from './s3-store.ts'

describe.skipIf(!hasServer)(title, () => {
  let store: S3Store
  let ctx: Context
  beforeAll(async () => {
    store = await startStore()
    ctx = await Context.local({ slots: 2, transport: 'in-process', s3: { endpoint: store.endpoint } })
  })
  afterAll(async () => {
    await ctx.stop()
    await store.stop()
  })

  const records = Array.from({ length: 2000 }, (_, i) => ({
    id: i,
    text: `té ${i}`,
    pad: 'x'.repeat(i % 90),
  }))

  test('records of every format are saved to a bucket and read from it', async () => {
    const rdd = ctx.parallelize(records, 3)
    const at = `s3://${bucketOf(store)}/every`
    await rdd.saveAsJsonLines(`${at}.json`, { compression: 'gzip' })
    await rdd.saveAsCsv(`${at}.csv`)
    await rdd.saveAsParquet(`${at}.parquet`, { rowGroupSize: 300 })
    await rdd.saveAsArrow(`${at}.arrow`, { batchSize: 300 })
    await rdd.saveAsObjectFile(`${at}.object`)
    expect(await ctx.jsonLines(`${at}.json`).collect()).toEqual(records)
    expect(await ctx.parquet(`${at}.parquet`, { minPartitions: 5 }).collect()).toEqual(records)
    expect(await ctx.arrowFile(`${at}.arrow`, { minPartitions: 5 }).collect()).toEqual(records)
    expect(await ctx.objectFile(`${at}.object`, 5).collect()).toEqual(records)
    const rows = records.map(({ id, ...rest }) => ({ id: String(id), ...rest }))
    expect(await ctx.csv(`${at}.csv`, { header: true }).collect()).toEqual(rows)
    const split = { header: true, multiline: false, minPartitions: 7 } as const
    expect(await ctx.csv(`${at}.csv`, split).collect()).toEqual(rows)
    expect((await ctx.binaryFiles(`${at}.parquet`).keys().first()).startsWith('s3://')).toBe(true)
  })

  test('of Parquet, only the columns that are wanted are fetched', async () => {
    const at = `s3://${bucketOf(store)}/wide`
    const wide = ctx.range(0, 3000, { partitions: 1 }).map((id) => ({ id, pad: `${id}`.repeat(400) }))
    await wide.saveAsParquet(at, { compression: 'none' })
    const metrics: TaskMetrics[] = []
    const end = ctx.listen((event) => event.kind === 'taskFinished' && metrics.push(event.metrics))
    const ids = await ctx.parquet<{ id: number }>(at, { columns: ['id'], minPartitions: 1 }).collect()
    end()
    expect(ids).toHaveLength(3000)
    const read = metrics.reduce((sum, { inputMetrics }) => sum + inputMetrics.bytesRead, 0)
    const recordsRead = metrics.reduce((sum, { inputMetrics }) => sum + inputMetrics.recordsRead, 0)
    expect(recordsRead).toBe(3000)
    expect(read).toBeLessThan(700_000)
  })
})

function bucketOf({ bucket }: S3Store): string {
  return bucket.split('/').at(-1) ?? ''
}
