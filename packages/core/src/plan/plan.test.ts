import { afterEach, expect, test } from 'vitest'
import { node, type Node, type SourceNode } from '../rdd/node.ts'
import { RDD } from '../rdd/rdd.ts'
import { cut } from './cut.ts'
import { printPlan } from './print.ts'
import type { JobRunner, JobSpec } from '../rdd/job-runner.ts'
import type { StorageLevel } from '../rdd/storage-level.ts'

// Each golden file holds the lineage of an RDD and the plan of every job that the test ran on it.

test('word count is two stages, and counts words before they move', async () => {
  const counts = textFile(4).flatMap(words).filter(isLong).map(withOne).reduceByKey(add, 2)
  await counts.top(10, second)
  await expect(printed(counts)).toMatchFileSnapshot('golden/word-count.txt')
})

test('a union of two sources is one stage of two pipelines', async () => {
  const counts = textFile(3).map(withOne).union(textFile(2).map(withOne)).reduceByKey(add)
  await counts.collect()
  await expect(printed(counts)).toMatchFileSnapshot('golden/union.txt')
})

test('a union of RDDs that are spread alike, coalesced and zipped, is read in the stage of the action', async () => {
  const alike = pairs(4).reduceByKey(add, 3).union(pairs(2).partitionBy(3))
  const zipped = alike.reduceByKey(add).zip(pairs(6).coalesce(3))
  await zipped.collect()
  await expect(printed(zipped)).toMatchFileSnapshot('golden/inputs.txt')
})

test('a join of two sides shuffles both', async () => {
  const joined = pairs(4).join(pairs(2).mapValues(half))
  await joined.collect()
  await expect(printed(joined)).toMatchFileSnapshot('golden/join.txt')
})

test('a join moves only the side that is spread otherwise', async () => {
  const joined = pairs(4).partitionBy(3).join(pairs(2))
  await joined.collect()
  await expect(printed(joined)).toMatchFileSnapshot('golden/join-with-partitioned.txt')
})

test('a join of two sides that are spread alike moves nothing', async () => {
  const joined = pairs(4).reduceByKey(add, 3).mapValues(half).join(pairs(2).partitionBy(3))
  await joined.collect()
  await expect(printed(joined)).toMatchFileSnapshot('golden/join-of-partitioned.txt')
})

test('a cached RDD in the middle of a stage keeps its partitions there', async () => {
  const cached = textFile(2).map(withOne).cache()
  const counts = cached.filter(isPair).reduceByKey(add)
  await cached.count()
  await counts.collect()
  await expect(printed(counts)).toMatchFileSnapshot('golden/cached.txt')
})

test('a cached union numbers the partitions of its second half after those of the first', async () => {
  const all = pairs(3).union(pairs(2)).cache()
  await all.count()
  const [stage] = jobs.flatMap((job) => planOf(job))
  const offsets = stage?.pipelines.map(({ steps }) => steps.at(-1)?.params?.['offset'])
  expect(offsets).toEqual([0, 3])
  await expect(printed(all)).toMatchFileSnapshot('golden/cached-union.txt')
})

test('reduceByKey() after partitionBy() into as many partitions is narrow', async () => {
  const counts = pairs(4).partitionBy(3).reduceByKey(add)
  await counts.collect()
  await expect(printed(counts)).toMatchFileSnapshot('golden/narrow-reduce-by-key.txt')
})

test('reduceByKey() after partitionBy() into other partitions moves again', async () => {
  const counts = pairs(4).partitionBy(3).reduceByKey(add, 5)
  await counts.collect()
  await expect(printed(counts)).toMatchFileSnapshot('golden/moved-reduce-by-key.txt')
})

test('map() forgets how keys are spread; filter() and mapValues() do not', async () => {
  const spread = pairs(4).partitionBy(3)
  await spread.map(swap).map(swap).groupByKey().collect()
  await spread.filter(isPair).mapValues(half).groupByKey().collect()
  await expect(printed(spread)).toMatchFileSnapshot('golden/kept-partitioner.txt')
})

test('partitionBy() with a function equals only itself', async () => {
  const spread = pairs(4).partitionBy(3, byLength)
  await spread.join(pairs(2).partitionBy(3, byLength)).collect()
  await spread.join(pairs(2).partitionBy(3)).collect()
  await expect(printed(spread)).toMatchFileSnapshot('golden/custom-partitioner.txt')
})

test('sortByKey() moves by range and sorts after', async () => {
  const sorted = pairs(4).sortByKey({ ascending: false, partitions: 3 }).mapValues(half)
  await sorted.collect()
  await expect(printed(sorted)).toMatchFileSnapshot('golden/sort-by-key.txt')
})

test('distinct() drops duplicates before and after the move', async () => {
  const unique = textFile(4).distinct(2)
  await unique.count()
  await expect(printed(unique)).toMatchFileSnapshot('golden/distinct.txt')
})

test('distinct() spreads pairs by the whole record, so that an operation by key moves them again', async () => {
  const counts = pairs(4).distinct().reduceByKey(add)
  await counts.collect()
  await expect(printed(counts)).toMatchFileSnapshot('golden/distinct-pairs.txt')
})

test('a shuffle that both sides of a diamond read is computed once', async () => {
  const counts = pairs(4).reduceByKey(add, 2)
  const diamond = counts.map(swap).join(counts.filter(isPair).map(swap))
  await diamond.collect()
  await expect(printed(diamond)).toMatchFileSnapshot('golden/diamond.txt')
})

test('groupByKey() combines nothing before the move', async () => {
  const grouped = pairs(4).groupByKey(2)
  await grouped.collect()
  await expect(printed(grouped)).toMatchFileSnapshot('golden/group-by-key.txt')
})

test('combineByKey() after partitionBy() moves nothing, and puts together what was made in several goes', async () => {
  const lists = pairs(4).partitionBy(3).combineByKey(half, add, add)
  await lists.collect()
  await expect(printed(lists)).toMatchFileSnapshot('golden/narrow-combine-by-key.txt')
})

test('aggregateByKey() folds before the move and merges after it', async () => {
  const sums = pairs(4).aggregateByKey(0, add, add, 2)
  await sums.collect()
  await expect(printed(sums)).toMatchFileSnapshot('golden/aggregate-by-key.txt')
})

test('cogroup() of three moves only the side that is spread otherwise', async () => {
  const all = pairs(4).reduceByKey(add, 3).cogroup(pairs(2), pairs(2).partitionBy(3))
  await all.collect()
  await expect(printed(all)).toMatchFileSnapshot('golden/cogroup.txt')
})

test('subtractByKey() moves each key of the other side once', async () => {
  const rest = pairs(4).partitionBy(3).subtractByKey(pairs(2))
  await rest.collect()
  await expect(printed(rest)).toMatchFileSnapshot('golden/subtract-by-key.txt')
})

test('filterByRange() of a sorted RDD reads only the partitions that may hold the keys', () => {
  const within = [true, false].map((ascending) => {
    const sorted = pairs(4).sortByKey({ ascending, partitions: 4 }).mapValues(half).filterByRange('d', 'e')
    const job = { node: sorted.lineage, sink: { op: 'countRows' }, op: 'count', at: '' }
    const stages = cut(job.node, job.sink, undefined, {
      levelOf: () => undefined,
      boundsOf: () => ['b', 'd', 'f'],
    })
    const from = stages.at(-1)?.pipelines[0]?.source
    return from?.kind === 'inputs' ? from.reads?.map((reads) => reads.map(({ index }) => index)) : undefined
  })
  expect(within).toEqual([
    [[], [1], [2], []],
    [[], [1], [2], []],
  ])
})

test('a step that numbers partitions knows where those of each half of a union begin', () => {
  const sample = pairs(3)
    .union(pairs(2))
    .sampleByKey(new Map([['a', 1]]))
  const [stage] = planOf({ node: sample.lineage, sink: { op: 'countRows' }, op: 'count', at: '' })
  expect(stage?.pipelines.map(({ steps }) => steps.at(-1)?.params?.['offset'])).toEqual([0, 3])
})

test('take() looks at one partition, then at four times as many', async () => {
  const lines = textFile(9)
  await lines.take(5)
  await expect(printed(lines)).toMatchFileSnapshot('golden/take.txt')
})

test('a job over some partitions of a union has tasks for these only', () => {
  const job = { node: pairs(2).union(pairs(3)).lineage, sink: { op: 'takeRows' }, partitions: [1, 2] }
  const [stage] = planOf({ ...job, op: 'take', at: '' })
  expect(stage?.tasks).toEqual([
    { partition: 1, pipeline: 0, index: 1 },
    { partition: 2, pipeline: 1, index: 0 },
  ])
})

test('actions are sinks, each with what it needs', async () => {
  const lengths = textFile(2).map(byLength)
  await settled(lengths.reduce(add))
  await lengths.fold(0, add)
  await lengths.takeOrdered(3)
  await lengths.foreach(half)
  await expect(printed(lengths)).toMatchFileSnapshot('golden/actions.txt')
})

test('every step knows where the user wrote it', () => {
  const here = Number(/plan\.test\.ts:(\d+)/.exec(new Error().stack ?? '')?.[1])
  expect(textFile(1).map(withOne).lineage.at).toBe(`plan.test.ts:${here + 1}`)
})

const words = (line: string): string[] => line.split(' ')
const isLong = (word: string): boolean => word.length > 3
const withOne = (word: string): [string, number] => [word, 1]
const add = (a: number, b: number): number => a + b
const second = ([, count]: readonly [string, number]): number => count
const half = (n: number): number => n / 2
const isPair = (pair: readonly unknown[]): boolean => pair.length === 2
const swap = <A, B>([a, b]: readonly [A, B]): [B, A] => [b, a]
const byLength = (word: string): number => word.length

const jobs: JobSpec[] = []
const persisted = new Map<Node, StorageLevel>()
afterEach(() => {
  jobs.length = 0
  persisted.clear()
})

/** Runs nothing, and notes what it was asked to run. */
const recorder: JobRunner = {
  defaultParallelism: 2,
  link: (fn) => ({ id: `plan.test.ts#${fn.name}@0` }),
  checkRunning: () => undefined,
  run(job) {
    jobs.push(job)
    return Promise.resolve((job.partitions ?? Array.from({ length: job.node.partitions })).map(() => []))
  },
  collect: (job) => Promise.resolve((jobs.push(job), [])),
  collectColumnar: (job) => Promise.resolve((jobs.push(job), [])),
  save: () => Promise.resolve(),
  encode: (value) => new TextEncoder().encode(JSON.stringify(value)),
  decode: (bytes) => JSON.parse(new TextDecoder().decode(bytes)) as unknown,
  storage: {
    persist: (of, level) => void persisted.set(of, level),
    unpersist: (of) => Promise.resolve(void persisted.delete(of)),
    levelOf: (of) => persisted.get(of),
    checkpoint: () => undefined,
    checkpointOf: () => undefined,
  },
}

function textFile(partitions: number): RDD<string> {
  return source('textFile', partitions)
}

function pairs(partitions: number): RDD<[string, number]> {
  return source('parallelize', partitions)
}

function source<T>(kind: 'textFile' | 'parallelize', partitions: number): RDD<T> {
  const parts = {
    kind: 'source',
    op: kind,
    at: 'plan.test.ts',
    partitions,
    source: { kind, splits: [] },
  } as const
  return new RDD<T>(recorder, node<SourceNode>(parts))
}

/** The lineage, and the plan of each job. Line numbers are left out, lest every edit here changes every golden. */
function printed(rdd: RDD<unknown>): string {
  return `${rdd.toDebugString().replaceAll(/(plan\.test\.ts):\d+/g, '$1')}\n\n${plans()}`
}

function plans(): string {
  const all = jobs.map((job) => `${job.op}\n${printPlan(planOf(job))}`)
  return `${all.join('\n\n')}\n`
}

function planOf({ node: last, sink, partitions }: JobSpec) {
  return cut(last, sink, partitions, {
    levelOf: (of) => persisted.get(of),
    boundsOf: () => [],
  })
}

/** Resolves when an action has run its jobs, whatever it makes of their empty results. */
async function settled(action: Promise<unknown>): Promise<void> {
  await Promise.allSettled([action])
}
