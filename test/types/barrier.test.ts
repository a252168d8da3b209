import { BarrierTaskContext, Context, type RDD } from '@atomic-ts/atomic'
import { expectTypeOf } from 'expect-type'
import { afterAll, test } from 'vitest'

// The type checker is what these tests run on; here they only describe dataflows.
const ctx = await Context.local({ slots: 1, transport: 'in-process' })
const words = ctx.parallelize(['a', 'b']).barrier()

afterAll(() => ctx.stop())

test('barrier() gives what its function gives, now or later', () => {
  expectTypeOf(words.mapPartitions((all) => [...all].map((w) => w.length))).toEqualTypeOf<RDD<number>>()
  expectTypeOf(words.mapPartitions(async (all) => [...all])).toEqualTypeOf<RDD<string>>()
  expectTypeOf(words.mapPartitions(async () => [['a', 1]])).toEqualTypeOf<RDD<[string, number]>>()
  expectTypeOf(
    words.mapPartitions(async function* (all) {
      for (const w of all) yield w.length
    }),
  ).toEqualTypeOf<RDD<number>>()
  expectTypeOf(words.mapPartitionsWithIndex((i, all) => [...all].map((w) => [w, i]))).toEqualTypeOf<
    RDD<[string, number]>
  >()
})

test('barrier() refuses functions that give no records', () => {
  // @ts-expect-error A number is no iterable.
  void (() => words.mapPartitions(() => 1))
  // @ts-expect-error Nor is a promise of one.
  void (() => words.mapPartitions(async () => 1))
  // @ts-expect-error There is no other operation on it: first comes what the tasks do.
  void (() => words.map((w: string) => w))
})

test('allGather() gives as many messages as there are tasks, of the type of its own', () => {
  const gather = (): Promise<number[]> => BarrierTaskContext.get().allGather(1)
  expectTypeOf(gather).returns.resolves.toEqualTypeOf<number[]>()
})
