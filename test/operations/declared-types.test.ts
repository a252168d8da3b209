import { Context } from '@atomic-ts/atomic'
import { load } from '@atomic-ts/compiler'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type * as Declared from './declared-types.ts'

const path = new URL('declared-types.ts', import.meta.url).pathname
const { readers, pairs, proved } = await load<typeof Declared>(path)
const names = Object.keys(readers)

const good = [
  { id: 1, kind: 'new', items: [] },
  { id: 2, kind: 'paid', items: [{ name: 'tea', price: 3.5, extra: true }], note: null, size: 2 },
  { id: -0.5, kind: 'new', items: [], note: 'hurry', unknown: {} },
]

const bad: readonly (readonly [name: string, record: unknown, text: string])[] = [
  [
    'a string for a number, deep inside',
    {
      id: 1,
      kind: 'new',
      items: [
        { name: 'a', price: 1 },
        { name: 'b', price: '2' },
      ],
    },
    'has the string "2" at .items[1].price, where number by its type Order is declared (declared-types.ts:5)',
  ],
  ['a missing property', { id: 1, kind: 'new' }, 'has undefined at .items, where'],
  [
    'a value that is none of the literals',
    { ...good[0], kind: 'old' },
    'has the string "old" at .kind, where "new" | "paid"',
  ],
  [
    'null for an optional property',
    { ...good[0], size: null },
    'has null at .size, where number | undefined by its type Order is declared (declared-types.ts:5)',
  ],
  ['no object', 'text', 'has the string "text", where'],
  ['an object for an array', { ...good[0], items: {} }, 'has an object {  } at .items, where'],
]

describe.each(['in-process', 'threads'] as const)('%s', (transport) => {
  let ctx: Context
  beforeAll(async () => {
    ctx = await Context.local({ slots: 2, transport, maxFailures: 1 })
  })
  afterAll(() => ctx.stop())

  test.each(names)('%s: records of the declared type pass', async (name) => {
    const records = await readers[name]?.(
      ctx,
      good.map((each) => JSON.stringify(each)),
    ).collect()
    expect(records).toHaveLength(3)
  })

  test.each(names.flatMap((name) => bad.map((each) => [name, ...each] as const)))(
    '%s: %s is one clear error',
    async (name, _what, record, text) => {
      const lines = [...good, record].map((each) => JSON.stringify(each))
      const failure = readers[name]?.(ctx, lines).collect()
      await expect(failure).rejects.toMatchObject({
        code: 'ATOMIC3001',
        cause: { code: 'ATOMIC4006', message: expect.stringContaining(text) },
      })
      await expect(failure).rejects.toThrow(/declared-types\.ts:\d+/)
    },
  )

  test('the values of pairs from the driver are checked where they are reduced', async () => {
    expect(
      await pairs(ctx, [
        ['a', 1],
        ['a', 2],
        ['b', 3],
      ]),
    ).toHaveLength(2)
    const lying = JSON.parse('[["a", 1], ["a", "2"], ["b", 3]]')
    await expect(pairs(ctx, lying)).rejects.toMatchObject({
      cause: {
        code: 'ATOMIC4006',
        message: expect.stringMatching(/A value of parallelize at .* has the string "2"/),
      },
    })
  })

  test('what the type checker proved is not looked at again', async () => {
    expect(await proved(ctx, ['a,b', 'c'])).toEqual(['b', null])
  })
})

test('validate: off checks nothing', async () => {
  await using ctx = await Context.local({ slots: 2, validate: 'off' })
  expect(await readers['cast']?.(ctx, ['{"id":"1"}']).collect()).toEqual([{ id: '1' }])
  await expect(Context.local({ validate: 'all' as 'off' })).rejects.toMatchObject({ code: 'ATOMIC2005' })
})
