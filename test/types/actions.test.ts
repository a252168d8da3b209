import type {
  ApproximateEvaluator,
  BoundedDouble,
  ColumnarRecords,
  Histogram,
  JobHandle,
  PartialResult,
  RDD,
  StatCounter,
} from '@atomic-ts/atomic'
import { expectTypeOf } from 'expect-type'
import { test } from 'vitest'

// The type checker is what this test runs on; here the calls are only written down, and nothing runs them.

declare const numbers: RDD<number>
declare const words: RDD<string>
declare const pairs: RDD<[string, number]>
declare const signal: AbortSignal

const describes = (_calls: () => unknown): void => undefined

test('actions give promises of plain values, with a signal and without', () => {
  describes(() => {
    expectTypeOf(words.isEmpty({ signal })).toEqualTypeOf<Promise<boolean>>()
    expectTypeOf(pairs.max(([, n]) => n, { signal })).toEqualTypeOf<Promise<[string, number]>>()
    expectTypeOf(pairs.countByValue()).toEqualTypeOf<Promise<Map<[string, number], number>>>()
    expectTypeOf(words.takeSample(false, 3, 42)).toEqualTypeOf<Promise<string[]>>()
    expectTypeOf(words.reduce((a, b) => a + b, { signal })).toEqualTypeOf<Promise<string>>()
    expectTypeOf(words.collect({ signal })).toEqualTypeOf<Promise<string[]>>()
    expectTypeOf(pairs.collectColumnar()).toEqualTypeOf<Promise<ColumnarRecords<[string, number]>>>()
    expectTypeOf(words.countApprox(1000)).toEqualTypeOf<Promise<PartialResult<BoundedDouble>>>()
  })
})

test('toLocalIterator() is a loop over records', () => {
  describes(async () => {
    for await (const pair of pairs.toLocalIterator({ prefetch: true })) {
      expectTypeOf(pair).toEqualTypeOf<[string, number]>()
    }
  })
})

test('functions over partitions infer their records and results', () => {
  describes(() => {
    expectTypeOf(words.runJob((all) => [...all].length)).toEqualTypeOf<Promise<number[]>>()
    expectTypeOf(words.runJob(([first]) => [first, 1], [0])).toEqualTypeOf<
      Promise<[string | undefined, number][]>
    >()
    expectTypeOf(words.foreachPartition((all) => void [...all])).toEqualTypeOf<Promise<void>>()
  })
})

test('jobs over partitions infer what is handed over and merged', () => {
  describes(async () => {
    const job = words.submitJob((all) => [...all].length, {
      signal,
      onResult: (partition, result) => expectTypeOf([partition, result]).toEqualTypeOf<number[]>(),
    })
    expectTypeOf(job).toEqualTypeOf<JobHandle>()
    expectTypeOf(await job).toEqualTypeOf<void>()
    let longest: [string | undefined, number] = ['', 0]
    const best = words.runApproximateJob(
      ([first]) => [first, 1],
      {
        merge(_partition, result) {
          expectTypeOf(result).toEqualTypeOf<[string | undefined, number]>()
          longest = result
        },
        currentResult: () => longest,
      },
      1000,
      { signal },
    )
    expectTypeOf(best).toEqualTypeOf<Promise<PartialResult<[string | undefined, number]>>>()
    expectTypeOf(pairs.countByKeyApprox(10)).toEqualTypeOf<
      Promise<PartialResult<Map<string, BoundedDouble>>>
    >()
    // @ts-expect-error: words have no key
    void words.countByKeyApprox(10)
    const evaluator: ApproximateEvaluator<string, number> = { merge: () => undefined, currentResult: () => 0 }
    // @ts-expect-error: the evaluator merges strings, the function gives numbers
    void words.runApproximateJob((all) => [...all].length, evaluator, 10)
  })
})

test('trees infer as reduce() and aggregate() do', () => {
  describes(() => {
    const darts = words.map((w) => (w === '' ? 0 : 1))
    expectTypeOf(darts.treeReduce((a, b) => a + b)).toEqualTypeOf<Promise<number>>()
    const mean = words.treeAggregate(
      [0, 0],
      ([sum, n], w) => [sum + w.length, n + 1],
      (a, b) => [a[0] + b[0], a[1] + b[1]],
      { depth: 3 },
    )
    expectTypeOf(mean).toEqualTypeOf<Promise<[number, number]>>()
  })
})

test('operations on numbers take numbers and literals of numbers, and nothing else', () => {
  describes(() => {
    expectTypeOf(numbers.stats()).toEqualTypeOf<Promise<StatCounter>>()
    expectTypeOf(numbers.histogram([0, 1, 2])).toEqualTypeOf<Promise<Histogram>>()
    expectTypeOf(words.map((w) => (w === '' ? 0 : 1)).sum()).toEqualTypeOf<Promise<number>>()
    expectTypeOf(pairs.map(([, n]) => n).meanApprox(100, 0.9)).toEqualTypeOf<
      Promise<PartialResult<BoundedDouble>>
    >()
    // @ts-expect-error: words have no sum
    void words.sum()
    // @ts-expect-error: pairs have no mean
    void pairs.mean()
    // @ts-expect-error: some of these are no numbers
    void words.map((w) => (w === '' ? null : w.length)).stats()
    // @ts-expect-error: words have no histogram
    void words.histogram(3)
  })
})
