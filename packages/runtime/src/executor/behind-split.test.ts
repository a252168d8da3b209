import { KeyMap, type AnyFunction, type Step } from '@atomic-ts/core/internal'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyColumn, isColumn, type Column, type Rows, type WordColumn } from '../columns/column.ts'
import { rowsOf } from '../columns/rows-of.ts'
import { TaskCounts } from '../task/task-counts.ts'
import { compilePipeline } from './compile-pipeline.ts'
import type { Chunk } from './loop.ts'

/** Lines of few words, of no words, of words that are all others, of any code units. */
const word = fc.oneof(
  fc.constantFrom(
    'whale',
    'ship',
    'sea',
    '',
    'wal\u00e4',
    '\u9be8',
    '\ud83d\udc0b',
    '\ud83d',
    'x'.repeat(40),
  ),
  fc.string({ unit: 'binary' }),
  fc.integer({ min: 0, max: 1e6 }).map((n) => `word${n}`),
)
const line = fc.array(word, { maxLength: 30 }).map((words) => words.join(' '))
const kinds = fc.constantFrom('records', 'column', 'words')
const chunks = fc.array(fc.tuple(fc.array(line, { maxLength: 30, size: 'max' }), kinds), { maxLength: 4 })

const add = (a: number, b: number): number => a + b
const tasks: Readonly<Record<string, AnyFunction>> = {
  split: (text: string) => text.split(' '),
  pair: (value: unknown) => [value, 1],
  pairUnknown: (value: unknown) => [value, Number('1')],
  long: (text: string) => text.length > 3,
  add,
}

const step = (op: string, task?: string, params?: Step['params']): Step => ({
  op,
  ...(task && { tasks: [{ id: task }] }),
  ...(params && { params }),
})
const flatMap = step('flatMap', 'split')

test('words that are counted in columns have the counts of those that are counted one by one', () => {
  const pairing = fc.constantFrom('pair', 'pairUnknown')
  fc.assert(
    fc.property(chunks, pairing, fc.boolean(), (parts, pair, isFiltered) => {
      const steps = [flatMap, ...(isFiltered ? [step('filter', 'long')] : []), step('map', pair)]
      const words = wordsOf(parts).filter((each) => !isFiltered || each.length > 3)
      expect(outOf([...steps], step('combine', 'add'), parts)).toEqual(countsOf(words))
    }),
    { numRuns: 500 },
  )
})

test('the words of lines are those of their arrays, for every sink', () => {
  const sinks = fc.constantFrom('collectRows', 'countRows', 'gatherRows', 'pullRows', 'takeRows', 'unique')
  fc.assert(
    fc.property(chunks, sinks, fc.boolean(), (parts, sink, isPaired) => {
      const steps = [flatMap, ...(isPaired ? [step('map', 'pair')] : [])]
      const words = wordsOf(parts)
      const expected = isPaired ? words.map((each) => [each, 1]) : words
      const records = outOf(steps, step(sink, undefined, { n: 5 }), parts)
      if (sink === 'countRows') expect(records).toEqual([words.length])
      else if (sink === 'unique') expect(records).toEqual(uniqueOf(expected))
      else expect(records).toEqual(sink === 'takeRows' ? expected.slice(0, 5) : expected)
    }),
    { numRuns: 500 },
  )
})

test('words that keep differing leave columns, and come back to nothing', () => {
  const repeated = Array.from({ length: 400 }, () => 'a few words that come again and again')
  const differing = Array.from({ length: 400 }, (_, i) =>
    Array.from({ length: 500 }, (__, j) => `word${i * 500 + j}`).join(' '),
  )
  for (const lines of [
    [...repeated, ...differing, ...repeated],
    [...differing, ...repeated],
  ]) {
    const parts: Parts = [[lines, 'records']]
    const pairs = [flatMap, step('map', 'pair')]
    expect(outOf(pairs, step('combine', 'add'), parts)).toEqual(countsOf(wordsOf(parts)))
    expect(outOf([flatMap], step('countRows'), parts)).toEqual([wordsOf(parts).length])
  }
})

test('a dictionary that is full makes room for another one', () => {
  const lines = Array.from({ length: 3000 }, (_, i) =>
    Array.from({ length: 100 }, (__, j) => `w${Math.floor(i / 20) * 500 + (j % 500) + (i % 5) * 100}`).join(
      ' ',
    ),
  )
  const parts: Parts = [[lines, 'words']]
  expect(outOf([flatMap, step('map', 'pair')], step('combine', 'add'), parts)).toEqual(
    countsOf(wordsOf(parts)),
  )
})

test('repeated words come in columns, a dictionary for all of them', () => {
  const given = run([flatMap], step('collectRows'), [['a b a', 'b'], ['b a c']])
  expect(given.slice(0, 2)).toMatchObject([{ kind: 'words' }, { kind: 'words' }])
  const [first, second] = given as WordColumn[]
  expect(first?.words).toBe(second?.words)
})

test('what is no string is left to the function', () => {
  const odd = { split: (at: string) => ['odd', at] }
  expect(outOf([flatMap], step('collectRows'), [[['a b', odd, 'c'], 'records']])).toEqual([
    ...['a', 'b', 'odd', ' ', 'c'],
  ])
  expect(() => outOf([flatMap], step('collectRows'), [[['a b', null], 'records']])).toThrow(/null/)
  expect(() => outOf([flatMap], step('collectRows'), [[[{ split: () => 1 }], 'column']])).toThrow(
    /not iterable/,
  )
})

test('longer words than a dictionary may have', () => {
  const long = 'x'.repeat(1 << 22)
  const parts: Parts = [[[`${long} y ${long}`, `${long}y`, 'y y'], 'records']]
  expect(outOf([flatMap, step('map', 'pair')], step('combine', 'add'), parts)).toEqual([
    ...[
      [long, 2],
      ['y', 3],
      [`${long}y`, 1],
    ],
  ])
})

type Parts = readonly (readonly [lines: readonly unknown[], kind: 'records' | 'column' | 'words'])[]

function wordsOf(parts: Parts): string[] {
  return parts.flatMap(([lines]) => lines.flatMap((each) => String(each).split(' ')))
}

function countsOf(words: readonly string[]): [string, number][] {
  const counts = new Map<string, number>()
  for (const each of words) counts.set(each, (counts.get(each) ?? 0) + 1)
  return [...counts]
}

function uniqueOf(records: readonly unknown[]): unknown[] {
  const table = new KeyMap<null>()
  for (const record of records) if (!table.find(record)) table.set(record, null)
  return table.keys()
}

function chunkOf([lines, kind]: Parts[number]): readonly unknown[] | Column {
  if (kind === 'records') return lines
  if (kind === 'column') return anyColumn(lines)
  const codes = new Map(lines.map((each) => [String(each), 0]))
  const words = [...codes.keys(), 'a line that is not there']
  words.forEach((each, i) => codes.set(each, i))
  const ofLines = Int32Array.from(lines, (each) => codes.get(String(each)) ?? 0)
  return { kind: 'words', length: lines.length, words, codes: ofLines }
}

function outOf(steps: readonly Step[], sink: Step, parts: Parts): unknown[] {
  return run(steps, sink, parts.map(chunkOf)).flatMap((rows) => (isColumn(rows) ? rowsOf(rows) : rows))
}

function run(steps: readonly Step[], sink: Step, given: readonly Chunk[]): Rows[] {
  const source = { kind: 'source', node: 0, format: 'parallelize', at: 'here' } as const
  const { sink: end } = compilePipeline({ source, steps }, sink, ({ id }) => {
    const task = tasks[id]
    if (!task) throw new TypeError(`There is no ${id}.`)
    return task
  })
  const out: Rows[] = []
  const attempt = { partition: 0, attempt: 0, index: 0, counts: new TaskCounts(), room: Infinity, spilled: 0 }
  const loop = end.open?.({ ...attempt, emit: (rows) => out.push(rows), spill: () => {} })
  for (const chunk of given) if (loop?.push(chunk)) break
  out.push(loop?.finish() ?? [])
  return out
}
