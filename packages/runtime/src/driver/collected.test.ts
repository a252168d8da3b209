import { node, type SourceNode } from '@atomic-ts/core/internal'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyColumn, numberColumn, tupleColumn, type Column } from '../columns/column.ts'
import { collectedOf } from './collected.ts'

const source = node<SourceNode>({
  ...{ kind: 'source', op: 'range', at: 'here', partitions: 3 },
  source: { kind: 'range', splits: [0, 1, 2].map((start) => ({ start, step: 1, count: 1 })) },
})
const spec = { node: source, sink: { op: 'collectRows' }, op: 'collect', at: 'here' }

test('a job gives the rows of the partitions that were asked for, in that order', () => {
  const collected = collectedOf(spec, [2, 0])
  collected.put(0, [])
  collected.put(2, [anyColumn(['c'])])
  expect(collected.results()).toEqual([['c'], []])
})

test('each partition is heard of as it comes', () => {
  const heard: unknown[] = []
  const collected = collectedOf({ ...spec, onPartition: (...each) => heard.push(each) }, [0, 1])
  collected.put(1, [numbers(1, 2)])
  expect(heard).toEqual([[1, [1, 2]]])
})

test.each(['rows', 'columns', undefined] as const)(
  'a job without the rows of one of its partitions has no result (%s)',
  (gives) => {
    const collected = collectedOf({ ...spec, gives }, [2, 0])
    collected.put(2, [anyColumn(['c'])])
    expect(() => collected.results()).toThrow('The job ended without partition 0.')
  },
)

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
        const [inOne, inColumns] = (['rows', 'columns'] as const).map((gives) => {
          const collected = collectedOf({ ...spec, gives }, [...parts.keys()])
          for (const at of order) collected.put(at, parts[at]?.map(columns) ?? [])
          return collected.results()
        })
        expect(inOne).toEqual([expected])
        const records = inColumns?.[0]?.[0] as readonly unknown[]
        expect([...records]).toEqual(expected)
        expect(records.length).toBe(expected.length)
        expect(records.slice(i, j)).toEqual(expected.slice(i, j))
        expect(records.slice()).toEqual(expected)
        expect(records.at(i)).toEqual(expected.at(i))
      },
    ),
  )
})

function numbers(...values: number[]): Column {
  return numberColumn(Float64Array.from(values))
}
