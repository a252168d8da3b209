import type { Context, RDD } from '@atomic-ts/atomic'
import { expectTypeOf } from 'expect-type'
import { test } from 'vitest'

// The type checker is what this test runs on; here the calls are only written down, and nothing runs them.

declare const ctx: Context
declare const words: RDD<string>

interface Price {
  readonly name: string
  readonly price: number
}

const describes = (_calls: () => unknown): void => undefined

test('sources of files give RDDs of what is declared, or else of what nobody knows', () => {
  describes(() => {
    expectTypeOf(ctx.jsonLines<Price>('p')).toEqualTypeOf<RDD<Price>>()
    expectTypeOf(ctx.parquet<Price>('p', { columns: ['name'] })).toEqualTypeOf<RDD<Price>>()
    expectTypeOf(ctx.arrowFile('p')).toEqualTypeOf<RDD<unknown>>()
    expectTypeOf(ctx.objectFile('p')).toEqualTypeOf<RDD<unknown>>()
    expectTypeOf(ctx.binaryRecords('p', 4)).toEqualTypeOf<RDD<Uint8Array>>()
    expectTypeOf(ctx.wholeTextFiles('p').mapValues((text) => text.length)).toEqualTypeOf<
      RDD<[string, number]>
    >()
    // @ts-expect-error nothing is known of a record of unknown type
    ctx.jsonLines('p').map((record) => record.name)
    // @ts-expect-error there is no such form of integers
    ctx.parquet('p', { int64: 'string' })
  })
})

test('csv() gives rows, or objects with the columns that are named', () => {
  describes(() => {
    expectTypeOf(ctx.csv('p')).toEqualTypeOf<RDD<string[]>>()
    expectTypeOf(ctx.csv('p', { header: true })).toEqualTypeOf<RDD<Record<string, string>>>()
    expectTypeOf(ctx.csv<{ a: string }>('p', { header: true })).toEqualTypeOf<RDD<{ a: string }>>()
    const named = ctx.csv('p', { header: ['a', 'b'], delimiter: ';' })
    expectTypeOf(named.map(({ a, b }) => a + b)).toEqualTypeOf<RDD<string>>()
    // @ts-expect-error c is none of the columns
    named.map(({ c }) => c)
  })
})

test('fromSource() and fromStream() infer records from what gives them', () => {
  describes(async () => {
    const days = ctx.fromSource({
      splits: [{ from: 1 }],
      async *open({ from }, { signal }) {
        signal.throwIfAborted()
        yield from
      },
    })
    expectTypeOf(days).toEqualTypeOf<RDD<number>>()
    const pairs = ctx.fromSource({ splits: ['a'], open: async (key) => [[key, 1]] })
    expectTypeOf(pairs).toEqualTypeOf<RDD<[string, number]>>()
    expectTypeOf(await ctx.fromStream(new Set(['a']))).toEqualTypeOf<RDD<string>>()
    // @ts-expect-error a number is no records
    ctx.fromSource({ splits: [1], open: (n) => n })
  })
})

test('saveWith() hands what parts give to commit, and schemas know their kinds', () => {
  describes(() => {
    void words.saveWith(
      async (records, { partition }) => {
        for await (const word of records) expectTypeOf(word).toEqualTypeOf<string>()
        return { partition }
      },
      { commit: (parts) => expectTypeOf(parts).toEqualTypeOf<readonly { partition: number }[]>() },
    )
    const rows = words.map((name) => ({ name }))
    void rows.saveAsParquet('p', { schema: { name: 'string', tags: ['int32'], in: { at: 'date' } } })
    // @ts-expect-error text is no kind of column
    void rows.saveAsArrow('p', { schema: { name: 'text' } })
  })
})
