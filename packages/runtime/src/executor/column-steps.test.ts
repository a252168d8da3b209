import { KeyMap, type Step } from '@atomic-ts/core/internal'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { isColumn, type Rows } from '../columns/column.ts'
import { rowsOf } from '../columns/rows-of.ts'
import { columnOfPairs, keys, pairsOf, type Pairs } from '../kernels/generated-pairs.ts'
import { TaskCounts } from '../task/task-counts.ts'
import { compilePipeline } from './compile-pipeline.ts'
import type { Chunk } from './loop.ts'

const nested = fc
  .constantFrom(...keys)
  .chain((key) => pairsOf(key, fc.tuple(fc.oneof(...keys), fc.constantFrom(null, undefined, 1, -0, 'x'))))

test('steps on columns give what they give of records, before any other step', () => {
  const anyOps = fc.constantFrom(
    ...[['keys'], ['values'], ['values', 'keys'], ['values', 'values'], ['keyBy'], ['mapValues']],
    ...[
      ['mapValues', 'values'],
      ['values', 'keyBy'],
      ['keyBy', 'mapValues', 'keys'],
      ['values', 'mapValues'],
    ],
  )
  const sinks = fc.constantFrom('collectRows', 'countRows', 'gatherRows', 'pullRows', 'takeRows', 'unique')
  const chunks = fc.array(fc.tuple(nested, fc.boolean()), { maxLength: 4 })
  fc.assert(
    fc.property(anyOps, fc.boolean(), sinks, chunks, (ops, isWrapped, sink, parts) => {
      const steps = [...ops, ...(isWrapped ? ['pairWithNull'] : [])].map((op): Step => ({
        op,
        tasks: [{ id: op }],
      }))
      const given = parts.map(([pairs, isRows]) => (isRows ? pairs : columnOfPairs(pairs)))
      const all = parts.flatMap(([pairs]) => pairs.map((pair) => after(pair, ops)))
      const expected = isWrapped ? all.map((record) => [record, null]) : all
      const records = outOf(steps, { op: sink, params: { n: 5 } }, given)
      if (sink === 'countRows') expect(records).toEqual([expected.length])
      else if (sink === 'unique') expect(records).toEqual(uniqueOf(expected))
      else expect(records).toEqual(sink === 'takeRows' ? expected.slice(0, 5) : expected)
    }),
    { numRuns: 1500 },
  )
})

test('pairs in columns stay in columns', () => {
  const column = columnOfPairs(Array.from({ length: 20 }, (_, i) => [i, `word ${i % 3}`]))
  for (const [op, kind] of Object.entries({
    keys: 'numbers',
    values: 'words',
    mapValues: 'tuple',
    keyBy: 'tuple',
  })) {
    const steps = [{ op, tasks: [{ id: op }] }]
    expect(run(steps, { op: 'pullRows' }, [column])).toMatchObject([{ kind }])
    expect(run(steps, { op: 'collectRows' }, [column])[0]).toMatchObject({ kind })
  }
})

test('a record that is no pair is refused, in a column as among records', () => {
  for (const chunk of [[1, 2], columnOfPairs([1, 2] as unknown as Pairs)]) {
    expect(() => outOf([{ op: 'values' }], { op: 'collectRows' }, [chunk])).toThrow('not a [key, value] pair')
  }
})

const tasks: Readonly<Record<string, (value: unknown) => unknown>> = {
  keyBy: (value) => [value, 'key'],
  mapValues: (value) => (Array.isArray(value) && value.length === 2 ? [value, value[1]] : value),
}

function after(record: unknown, ops: readonly string[]): unknown {
  return ops.reduce((before, op) => {
    const [key, value] = before as [unknown, unknown]
    if (op === 'keyBy') return [tasks[op]?.(before), before]
    if (op === 'mapValues') return [key, tasks[op]?.(value)]
    return op === 'keys' ? key : value
  }, record)
}

function uniqueOf(records: readonly unknown[]): unknown[] {
  const table = new KeyMap<null>()
  for (const record of records) if (!table.find(record)) table.set(record, null)
  return table.keys()
}

function outOf(steps: readonly Step[], sink: Step, chunks: readonly Chunk[]): unknown[] {
  return run(steps, sink, chunks).flatMap((rows) => (isColumn(rows) ? rowsOf(rows) : rows))
}

function run(steps: readonly Step[], sink: Step, chunks: readonly Chunk[]): Rows[] {
  const source = { kind: 'source', node: 0, format: 'parallelize', at: 'here' } as const
  const { sink: end } = compilePipeline({ source, steps }, sink, ({ id }) => tasks[id] ?? ((value) => value))
  const given: Rows[] = []
  const attempt = { partition: 0, attempt: 0, counts: new TaskCounts(), room: Infinity, spilled: 0 }
  const loop = end.open?.({
    ...attempt,
    emit: (rows) => given.push(rows),
    spill: () => {},
  })
  for (const chunk of chunks) if (loop?.push(chunk)) break
  given.push(loop?.finish() ?? [])
  return given
}
