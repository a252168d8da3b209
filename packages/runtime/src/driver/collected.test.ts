import { node, type SourceNode } from '@atomic-ts/core/internal'
import { inspect } from 'node:util'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyColumn, numberColumn, tupleColumn, type Column } from '../columns/column.ts'
import { byPartition, inColumns, inOneArray, type Collect } from './collected.ts'

const source = node<SourceNode>({
  ...{ kind: 'source', op: 'range', at: 'here', partitions: 3 },
  source: { kind: 'range', splits: [0, 1, 2].map((start) => ({ start, step: 1, count: 1 })) },
})
const spec = { node: source, sink: { op: 'collectRows' }, op: 'collect', at: 'here' }

test('a job gives the rows of the partitions that were asked for, in that order', () => {
  const collected = byPartition(spec, [2, 0])
  collected.put(0, [])
  collected.put(2, [anyColumn(['c'])])
  expect(collected.results()).toEqual([['c'], []])
})

test('each partition is heard of as it comes', () => {
  const heard: unknown[] = []
  const collected = byPartition({ ...spec, onPartition: (...each) => heard.push(each) }, [0, 1])
  collected.put(1, [numbers(1, 2)])
  expect(heard).toEqual([[1, [1, 2]]])
})

test.each<[string, Collect<unknown>]>([
  ['by partition', byPartition],
  ['in one array', inOneArray],
  ['in columns', inColumns],
])('a job without the rows of one of its partitions has no result (%s)', (_name, collect) => {
  const collected = collect(spec, [2, 0])
  collected.put(2, [anyColumn(['c'])])
  expect(() => collected.results()).toThrow('The job ended without partition 0.')
})

test('rows of a partition that nobody asked for are no part of an array', () => {
  expect(() => inOneArray(spec, [2, 0]).put(1, [])).toThrow('Nobody asked for partition 1.')
})

test('records of all partitions are in order, in whatever order these come and however large they are', () => {
  const arrivals = fc
    .array(fc.array(fc.array(fc.integer(), { maxLength: 5 }), { maxLength: 3 }), {
      minLength: 1,
      maxLength: 40,
    })
    .chain((parts) =>
      fc.tuple(fc.constant(parts), fc.shuffledSubarray([...parts.keys()], { minLength: parts.length })),
    )
  fc.assert(
    fc.property(
      arrivals,
      fc.integer({ min: -50, max: 50 }),
      fc.integer({ min: -50, max: 50 }),
      ([parts, order], i, j) => {
        const expected = parts.flat(2).map((n) => [n, n])
        const columns = (rows: number[]): Column =>
          tupleColumn([numbers(...rows), numbers(...rows)], rows.length)
        const collected = <R>(collect: Collect<R>): R => {
          const all = collect(spec, [...parts.keys()])
          for (const at of order) all.put(at, parts[at]?.map(columns) ?? [])
          return all.results()
        }
        expect(collected(inOneArray)).toEqual(expected)
        const records = collected(inColumns)
        expect([...records]).toEqual(expected)
        expect(records.length).toBe(expected.length)
        expect(records.slice(i, j)).toEqual(expected.slice(i, j))
        expect(records.slice()).toEqual(expected)
        expect(records.at(i)).toEqual(expected.at(i))
        expect(records.slice(Infinity)).toEqual([])
        expect([...records[Symbol.iterator]()]).toEqual(expected)
        expect(JSON.parse(JSON.stringify(records))).toEqual(expected)
      },
    ),
  )
})

test('records in columns show themselves as an array does', () => {
  const collected = inColumns(spec, [0])
  collected.put(0, [numbers(...Array.from({ length: 500 }, (_, i) => i))])
  const shown = inspect(collected.results())
  expect(shown).toMatch(/^ColumnarRecords\(500\) \[\n\s+0,\s+1,\s+2/)
  expect(shown).toMatch(/99,\s+\.\.\. 400 more items\n\]$/)
})

function numbers(...values: number[]): Column {
  return numberColumn(Float64Array.from(values))
}
