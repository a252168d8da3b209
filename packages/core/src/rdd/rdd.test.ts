import { expect, test } from 'vitest'
import { node, type SourceNode } from './node.ts'
import { RDD } from './rdd.ts'
import type { JobRunner, JobSpec } from './job-runner.ts'

test('a dataflow is frozen data, and describing it runs nothing', () => {
  const { numbers, jobs } = rdd()
  const { lineage } = numbers.map((n) => [n, 1]).reduceByKey((a, b) => a + b)
  expect(Object.isFrozen(lineage)).toBe(true)
  expect(() => Object.assign(lineage, { partitions: 9 })).toThrow(TypeError)
  expect(jobs).toEqual([])
})

test('a …Task form is the same step under its own name', () => {
  const { numbers, pairs } = rdd()
  const forms = [
    [numbers.map(half), numbers.mapTask(half)],
    [numbers.filter(isBig), numbers.filterTask(isBig)],
    [numbers.flatMap(twice), numbers.flatMapTask(twice)],
    [numbers.keyBy(half), numbers.keyByTask(half)],
    [pairs.mapValues(half), pairs.mapValuesTask(half)],
    [pairs.reduceByKey(add), pairs.reduceByKeyTask(add)],
  ].map((both) => both.map(({ lineage: { id: _id, at: _at, op, ...same } }) => ({ op, same })))
  for (const [plain, task] of forms) {
    expect(task?.op).toBe(`${plain?.op}Task`)
    expect(task?.same).toEqual(plain?.same)
  }
})

test('a number of partitions must be an integer of 1 or more', () => {
  const { numbers, pairs } = rdd()
  expect(() => pairs.reduceByKey(add, 0)).toThrow(
    'ATOMIC2002: reduceByKey was asked for 0 partitions; it must be an integer of 1 or more.',
  )
  for (const wrong of [-1, 1.5, Number.NaN, Infinity]) {
    expect(() => pairs.partitionBy(wrong)).toThrow('ATOMIC2002')
    expect(() => pairs.sortByKey({ partitions: wrong })).toThrow('ATOMIC2002')
    expect(() => pairs.groupByKey(wrong)).toThrow('ATOMIC2002')
    expect(() => pairs.join(pairs, wrong)).toThrow('ATOMIC2002')
    expect(() => numbers.distinct(wrong)).toThrow('ATOMIC2002')
  }
})

test('a shuffle has as many partitions as the greatest of its parents, and at least one', () => {
  const { pairs } = rdd(5)
  expect(pairs.groupByKey().getNumPartitions()).toBe(5)
  expect(pairs.join(pairs.union(pairs)).getNumPartitions()).toBe(10)
  expect(pairs.partitionBy(3).groupByKey().getNumPartitions()).toBe(3)
  expect(rdd(0).pairs.groupByKey().getNumPartitions()).toBe(1)
})

test('take(), top() and takeOrdered() refuse a count that is negative or no integer', async () => {
  const { numbers } = rdd()
  await expect(numbers.take(-1)).rejects.toThrow(
    'ATOMIC2002: take(-1): the number of records must be an integer of 0 or more.',
  )
  await expect(numbers.top(1.5)).rejects.toThrow('ATOMIC2002: top(1.5)')
  await expect(numbers.takeOrdered(Number.NaN)).rejects.toThrow('ATOMIC2002: takeOrdered(NaN)')
})

test('none of no records is asked of the workers', async () => {
  const { numbers, jobs } = rdd()
  expect([await numbers.take(0), await numbers.top(0), await rdd(0).numbers.take(3)]).toEqual([[], [], []])
  expect(jobs).toEqual([])
})

test('first() and reduce() of an empty RDD say what to use instead', async () => {
  const { numbers } = rdd(2, [[], []])
  await expect(numbers.first()).rejects.toThrow(
    /ATOMIC2004: first\(\) of an empty RDD\.\n {4}at rdd\.test\.ts:\d+\n {2}Use take\(1\)/,
  )
  await expect(numbers.reduce(add)).rejects.toThrow(/ATOMIC2004: reduce\(\)[^]*Use fold\(zero, f\)/)
})

test('reduce() passes by empty partitions; first() gives undefined when that is the first record', async () => {
  expect(await rdd(3, [[], [1], [2]]).numbers.reduce(add)).toBe(3)
  expect(await rdd(1, [[undefined]]).numbers.first()).toBeUndefined()
})

test('fold() uses its zero once more in the driver, as Spark does', async () => {
  expect(await rdd(2, [[11], [12]]).numbers.fold(10, add)).toBe(33)
})

const half = (n: number): number => n / 2
const isBig = (n: number): boolean => n > 9
const twice = (n: number): number[] => [n, n]
const add = (a: number, b: number): number => a + b

/** RDDs whose jobs give the rows of each partition, whatever they ask. */
function rdd(partitions = 2, parts: readonly unknown[][] = []) {
  const jobs: JobSpec[] = []
  const runner: JobRunner = {
    defaultParallelism: 1,
    checkRunning: () => undefined,
    link: () => ({ id: '' }),
    run: (job) => Promise.resolve(run(job)),
    collect: (job) => Promise.resolve(run(job).flat()),
    collectColumnar: (job) => Promise.resolve(run(job).flat()),
    save: () => Promise.resolve(),
    encode: (value) => Uint8Array.of(Number(value)),
    decode: ([value]: Uint8Array) => value,
    storage: {
      persist: () => undefined,
      unpersist: () => Promise.resolve(),
      levelOf: () => undefined,
      checkpoint: () => undefined,
      checkpointOf: () => undefined,
    },
  }
  function run(job: JobSpec): unknown[][] {
    jobs.push(job)
    const asked = job.partitions ?? Array.from({ length: partitions }, (_, i) => i)
    return asked.map((i) => parts[i] ?? [])
  }
  const source = { kind: 'parallelize', splits: [] } as const
  const lineage = node<SourceNode>({ kind: 'source', op: 'parallelize', at: '', partitions, source })
  return {
    jobs,
    numbers: new RDD<number>(runner, lineage),
    pairs: new RDD<[string, number]>(runner, lineage),
  }
}
