import { Context, type Broadcast, type TaskContext, type TaskMetrics } from '@atomic-ts/atomic'
import { expectTypeOf } from 'expect-type'
import { expect, test } from 'vitest'

test('accumulators and broadcasts have the types of what they hold', async () => {
  await using ctx = await Context.local({ slots: 1, transport: 'in-process' })
  const union = ctx.accumulator(new Set<number>(), (a, b) => new Set([...a, ...b]))
  expectTypeOf(ctx.longAccumulator().value).toEqualTypeOf<number>()
  expectTypeOf(ctx.collectionAccumulator<string>().value).toEqualTypeOf<readonly string[]>()
  expectTypeOf(union.value).toEqualTypeOf<Set<number>>()
  expectTypeOf(ctx.broadcast({ a: 1 })).toEqualTypeOf<Broadcast<{ a: number }>>()
  expectTypeOf(ctx.withJobGroup('g', () => 'result')).toEqualTypeOf<string>()
  expectTypeOf<TaskContext['partitionId']>().toEqualTypeOf<number>()
  expectTypeOf<TaskContext['taskMetrics']>().returns.toEqualTypeOf<TaskMetrics>()
  ctx.listen((event) => {
    if (event.kind === 'taskFinished') expectTypeOf(event.metrics).toEqualTypeOf<TaskMetrics>()
  })
})

test('what has no meaning is refused', async () => {
  await using ctx = await Context.local({ slots: 1, transport: 'in-process' })
  const sum = ctx.longAccumulator()
  // @ts-expect-error a sum of numbers takes numbers
  expect(() => sum.add('1')).toThrow('ATOMIC2002')
  // @ts-expect-error tasks add, and nobody sets
  expect(() => (sum.value = 1)).toThrow(TypeError)
  // @ts-expect-error a broadcast is read only
  expect(() => (ctx.broadcast(1).value = 2)).toThrow(TypeError)
  // @ts-expect-error merging gives what is merged
  expectTypeOf(ctx.accumulator(0, (a: number, b: number) => `${a}${b}`)).not.toBeAny()
})
