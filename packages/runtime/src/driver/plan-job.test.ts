import { node, RDD, type JobRunner, type JobSpec, type Node, type SourceNode } from '@atomic-ts/core/internal'
import { expect, test } from 'vitest'
import { MemoryBudget } from '../memory/memory-budget.ts'
import { MapOutputs } from './map-outputs.ts'
import { planJob } from './plan-job.ts'

test('planJob() plans every stage of the lineage, and has nothing missing where an earlier job left all outputs', () => {
  const outputs = new MapOutputs({ budget: MemoryBudget.of(0), scratch: '' })
  expect(missing(outputs)).toEqual([
    [0, 1, 2],
    [0, 1],
    [0, 1],
  ])
  for (const partition of [0, 1]) put(outputs, second, partition)
  expect(missing(outputs)).toEqual([[], [], [0, 1]])
})

test('planJob() asks for what only missing outputs need, when a worker is lost', () => {
  const outputs = new MapOutputs({ budget: MemoryBudget.of(0), scratch: '' })
  for (const partition of [0, 1]) put(outputs, second, partition, partition)
  for (const partition of [0, 1, 2]) put(outputs, first, partition, partition)
  outputs.workerLost(2)
  expect(missing(outputs)).toEqual([[], [], [0, 1]])
  outputs.workerLost(1)
  expect(missing(outputs)).toEqual([[1, 2], [1], [0, 1]])
})

const runner = { defaultParallelism: 2 } as unknown as JobRunner
const source = new RDD<[number, number]>(
  runner,
  node<SourceNode>({
    ...{ kind: 'source', op: 'range', at: 'here', partitions: 3 },
    source: { kind: 'range', splits: [0, 1, 2].map((start) => ({ start, step: 1, count: 1 })) },
  }),
)
const moved = source.partitionBy(2)
const first = moved.lineage
const second = moved.repartition(2).lineage

function put(outputs: MapOutputs, owner: Node, partition: number, keeper?: number): void {
  outputs.put(owner, String(owner.id), partition, {
    place: { worker: keeper ?? 1, output: partition },
    reserved: 0,
    keeper: keeper ?? 'driver',
  })
}

function missing(outputs: MapOutputs): (readonly number[])[] {
  const spec: JobSpec = { node: second, sink: { op: 'collectRows' }, op: 'collect', at: 'here' }
  const world = {
    outputs,
    levelOf: () => undefined,
    boundsOf: () => [],
    startsOf: () => [],
    nextProgram: () => 1,
  }
  return planJob(spec, { ...world, slots: 1 }).stages.map((stage) => stage.missing)
}
