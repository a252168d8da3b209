import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Context, TaskContext, type JobEvent } from '@atomic-ts/atomic'
import { load } from '@atomic-ts/compiler'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type * as Shared from './shared.ts'
import type * as Elsewhere from './shared-elsewhere.ts'

const shared = await load<typeof Shared>(new URL('shared.ts', import.meta.url).pathname)
const elsewhere = await load<typeof Elsewhere>(new URL('shared-elsewhere.ts', import.meta.url).pathname)

let ctx: Context
let folder: string

describe.each(['in-process', 'threads'] as const)('%s', (transport) => {
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'atomic-shared-'))
    ctx = await Context.local({ slots: 2, transport })
  })
  afterEach(async () => {
    await ctx.stop()
    rmSync(folder, { recursive: true })
  })

  test('accumulators count what counts: not the attempts that fail', async () => {
    expect(await shared.addsAndFails(ctx, folder)).toEqual([15, [0, 1, 2, 3, 4, 5]])
  })

  test('tasks of one program add to an accumulator of another', async () => {
    const words = ['a', 'ccc', 'bb', 'd', 'eeee', 'f']
    expect(await shared.addsEach(ctx, words, elsewhere.longest(ctx))).toBe('eeee')
    const ranks = new Map(words.map((word) => [word, word.charCodeAt(0)]))
    expect(await shared.addsEach(ctx, words, elsewhere.bestOf(ctx, ranks))).toBe('f')
  })

  test('a map task that two jobs run counts once', async () => {
    expect(await shared.countsMapsOnce(ctx)).toBe(10)
  })

  test.each([
    ['is read in a task', 'readsInTask', 'ATOMIC2006', /value of the accumulator seen/],
    ['of whole numbers is given another', 'addsHalves', 'ATOMIC2002', /0\.5.*whole numbers/],
    ['is given what cannot travel', 'gathersFunctions', 'ATOMIC4001', /the accumulator callbacks\[0\]/],
  ] as const)('an accumulator that %s fails the task', async (_name, job, code, text) => {
    await expect(shared[job](ctx)).rejects.toMatchObject({
      code: 'ATOMIC3001',
      cause: { code, message: expect.stringMatching(text) },
    })
  })

  test('what a task adds after its end is refused', async () => {
    expect(await shared.addsTooLate(ctx, join(folder, 'late'))).toBe(1)
    await expect.poll(() => readFileSync(join(folder, 'late'), 'utf8')).toContain('ATOMIC2006')
  })

  test('events show named accumulators, and only those', async () => {
    const events: JobEvent[] = []
    ctx.listen((event) => events.push(event))
    expect(await shared.counts(ctx, 'numbers')).toBe(45)
    const news = events.flatMap((event) => (event.kind === 'taskFinished' ? event.accumulators : []))
    expect(news.map(({ name }) => name)).toEqual(['numbers', 'numbers'])
    expect(news.map(({ update }) => Number(update)).toSorted((a, b) => a - b)).toEqual([10, 35])
    expect(news.at(-1)?.value).toBe(45)
  })

  test('the driver adds, resets, and sees an accumulator that nothing was added to', () => {
    const sum = ctx.doubleAccumulator()
    expect([sum.isZero, sum.value, sum.avg]).toEqual([true, 0, NaN])
    sum.add(1)
    sum.add(2)
    expect([sum.isZero, sum.value, sum.avg]).toEqual([false, 3, 1.5])
    sum.reset()
    expect([sum.isZero, sum.count]).toEqual([true, 0])
  })

  test('a broadcast in many chunks arrives whole', async () => {
    expect(await shared.sendsMuch(ctx)).toEqual([0, 1_999_999_000])
  })

  test('a task cannot change the broadcast of the driver', async () => {
    expect(await shared.changesItsCopy(ctx)).toEqual(['a'])
  })

  test('a destroyed broadcast is refused, wherever it is used', async () => {
    const table = ctx.broadcast(['a', 'b'])
    const before = shared.uses(ctx, table)
    expect(await before.collect()).toEqual(['a', 'b', 'none'])
    table.destroy()
    const refusal = {
      code: 'ATOMIC2006',
      message: expect.stringMatching(/made at shared\.test\.ts:\d+ is destroyed/),
    }
    await expect(before.collect()).rejects.toMatchObject({
      ...refusal,
      at: expect.stringMatching(/^shared\.test\.ts:/),
    })
    expect(() => shared.uses(ctx, table)).toThrow(
      expect.objectContaining({ ...refusal, at: expect.stringMatching(/^shared\.ts:/) }),
    )
    expect(() => table.value).toThrow(expect.objectContaining(refusal))
  })

  test('what cannot travel cannot be broadcast', () => {
    expect(() => ctx.broadcast({ call: () => 1 })).toThrow(expect.objectContaining({ code: 'ATOMIC4001' }))
  })

  test('completion listeners run last to first, are awaited, and may add', async () => {
    expect(await shared.listens(ctx)).toEqual(['task', 'added last, completed', 'added first'])
  })

  test('failure listeners run with the error, before completion listeners, for each attempt', async () => {
    const path = join(folder, 'log')
    await expect(shared.listensToFailure(ctx, path)).rejects.toMatchObject({
      cause: { message: 'on purpose' },
    })
    expect(readFileSync(path, 'utf8')).toBe('RangeError: on purpose\ncompleted true\n'.repeat(4))
  })

  test('a completion listener that throws fails the task', async () => {
    await expect(shared.failsInListener(ctx)).rejects.toMatchObject({ cause: { message: 'cannot close' } })
  })

  test('every attempt has a number of its own', async () => {
    const ids = [...(await shared.attempts(ctx)), ...(await shared.attempts(ctx))]
    expect(new Set(ids).size).toBe(8)
  })
})

test('TaskContext is for tasks only', () => {
  expect(TaskContext.find()).toBeUndefined()
  expect(() => TaskContext.get()).toThrow(expect.objectContaining({ code: 'ATOMIC2006' }))
})
