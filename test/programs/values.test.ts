import { Context } from '@atomic-ts/atomic'
import { load } from '@atomic-ts/compiler'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type * as Values from './fixtures/values.ts'

const { captured, refused } = await load<typeof Values>(
  new URL('fixtures/values.ts', import.meta.url).pathname,
)

describe.each(['in-process', 'threads'] as const)('%s', (transport) => {
  let ctx: Context
  beforeAll(async () => {
    ctx = await Context.local({ slots: 2, transport, maxFailures: 1 })
  })
  afterAll(() => ctx.stop())

  test('a task has what it captures as it was when the operator was called', async () => {
    expect(await captured.letAfter(ctx)).toEqual([[1, 2], 2])
    expect(await captured.objectAfter(ctx)).toEqual([[1, 2], 2])
    expect(await captured.arrayAfter(ctx)).toEqual([[1, 2], 2])
  })

  test('a task sees the environment variables that the driver has set', async () => {
    expect(await captured.environment(ctx)).toEqual(['set by the driver'])
  })

  test.each([
    [
      'an instance',
      'instance',
      /captures \(shape\)[^]*values\.ts:\d+[^]*of the class Shape[^]*Use a plain object/,
    ],
    ['a cycle', 'cycle', /captures \(link\)[^]*values\.ts:\d+[^]*contains itself/],
  ] as const)('%s that only the running program can tell is refused by name', async (_name, job, text) => {
    await expect((async () => refused[job](ctx))()).rejects.toMatchObject({
      code: 'ATOMIC4001',
      message: expect.stringMatching(text),
    })
  })
})
