import { node, type SourceNode } from '@atomic-ts/core/internal'
import { expect, test } from 'vitest'
import { resultsOf } from './job.ts'
import { MemoryBudget } from '../memory/memory-budget.ts'
import { MapOutputs } from './map-outputs.ts'
import { planJob } from './plan-job.ts'

const source = node<SourceNode>({
  ...{ kind: 'source', op: 'range', at: 'here', partitions: 3 },
  source: { kind: 'range', splits: [0, 1, 2].map((start) => ({ start, step: 1, count: 1 })) },
})
const spec = { node: source, sink: { op: 'collectRows' }, op: 'collect', at: 'here', partitions: [2, 0] }
const { stages } = planJob(spec, {
  outputs: new MapOutputs({ budget: MemoryBudget.of(0), scratch: '' }),
  levelOf: () => undefined,
  boundsOf: () => [],
  startsOf: () => [],
  nextProgram: () => 1,
  slots: 1,
})

test('the results of a job are those of the partitions that were asked for, in that order', () => {
  const rows = new Map([
    [0, []],
    [2, ['c']],
  ])
  expect(resultsOf({ id: 7, stages, rows })).toEqual([['c'], []])
})

test('a job without the rows of one of its partitions has no result', () => {
  const rows = new Map([[2, ['c']]])
  expect(() => resultsOf({ id: 7, stages, rows })).toThrow('Job 7 ended without partition 0.')
})
