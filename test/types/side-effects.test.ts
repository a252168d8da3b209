import { AtomicFiles, type RDD } from '@atomic-ts/atomic'
import { Context } from '@atomic-ts/runtime'
import { expectTypeOf } from 'expect-type'
import { afterAll, test } from 'vitest'

// The type checker is what these tests run on; here they only describe dataflows.
const ctx = await Context.local({ slots: 1, transport: 'in-process' })
const words = ctx.parallelize(['a', 'b'])
const maybe = (word: string): Promise<number> | undefined => (word === '' ? undefined : Promise.resolve(1))

afterAll(() => ctx.stop())

test('mapAsync() gives what its function resolves to', () => {
  expectTypeOf(words.mapAsync(async (w) => w.length)).toEqualTypeOf<RDD<number>>()
  expectTypeOf(words.mapAsync(async (w) => [w, 1])).toEqualTypeOf<RDD<[string, number]>>()
  expectTypeOf(words.mapAsync((w) => Promise.resolve(w.length))).toEqualTypeOf<RDD<number>>()
  expectTypeOf(words.mapAsync((w) => w.length)).toEqualTypeOf<RDD<number>>()
  expectTypeOf(words.mapAsync(maybe)).toEqualTypeOf<RDD<number | undefined>>()
  expectTypeOf(words.mapAsync(async (w) => [w, 1]).reduceByKey((a, b) => a + b)).toEqualTypeOf<
    RDD<[string, number]>
  >()
})

test('a call knows its signal and its attempt', () => {
  words.mapAsync(async (_word, call) => {
    expectTypeOf(call.signal).toEqualTypeOf<AbortSignal>()
    expectTypeOf(call.attempt).toEqualTypeOf<number>()
    return 0
  })
})

test('flatMapAsync() gives the elements of what its function resolves to', () => {
  expectTypeOf(words.flatMapAsync(async (w) => w.split(''))).toEqualTypeOf<RDD<string>>()
  expectTypeOf(words.flatMapAsync(async (w) => [[w, 1]])).toEqualTypeOf<RDD<[string, number]>>()
  expectTypeOf(words.flatMapAsync(async (w) => new Map([[w, 1]]))).toEqualTypeOf<RDD<[string, number]>>()
  // @ts-expect-error: a number is not iterable
  words.flatMapAsync(async (w) => w.length)
})

test('foreachAsync() gives a promise of nothing', async () => {
  const done = words.foreachAsync(async (w) => w.length)
  expectTypeOf(done).toEqualTypeOf<Promise<void>>()
  await done
})

test('pipe() gives lines, and its functions know the records', () => {
  expectTypeOf(words.pipe('sort')).toEqualTypeOf<RDD<string>>()
  words.pipe(['sort'], {
    writeRecord(record, write) {
      expectTypeOf(record).toEqualTypeOf<string>()
      write(record)
    },
  })
  // @ts-expect-error: a line is text
  words.pipe(['sort'], { writeHeader: (write) => write(1) })
  // @ts-expect-error: no such encoding
  void (() => words.pipe(['sort'], { encoding: 'ebcdic' }))
  expectTypeOf((name: string) => AtomicFiles.get(name)).returns.toEqualTypeOf<string>()
})
