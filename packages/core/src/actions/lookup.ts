import { flatten } from './flatten.ts'
import { partitionOf } from '../keys/hash-key.ts'
import { node, type InputsNode } from '../rdd/node.ts'
import type { RddBase } from '../rdd/base.ts'
import type { CustomPartitioner } from '../rdd/partitioner.ts'
import type { Terminal } from '../operators/step.ts'

/** The values of one key. */
export const valuesOfKey: Terminal = {
  kind: 'terminal',
  locals: (code) => ({
    table: 'new KeyMap()',
    rows: '[]',
    wanted: `table.set(copy(${code.param('key')}), rows)`,
  }),
  record: (_code, x) => `pair(${x})\nif (table.find(${x}[0]) === wanted) rows.push(${x}[1])`,
  result: () => 'rows',
}

/** The partition that a custom partitioner's task gives a key, whatever the records. */
export const partitionOfKey: Terminal = {
  kind: 'terminal',
  locals: () => ({}),
  record: () => '',
  result: (code) =>
    `[customPartition(${code.task(0)}(copy(${code.param('key')})), ${code.param('partitions')})]`,
}

/** The values of a key, from the partition that holds it when the partitioner says which. */
export async function lookup<K, V>(rdd: RddBase<readonly [K, V]>, key: K): Promise<V[]> {
  const at = rdd.callSite()
  const encoded = rdd.runner.encode(key, at)
  const job = { node: rdd.lineage, op: 'lookup', at }
  const sink = { op: 'valuesOfKey', params: { key: encoded } }
  const { partitioner } = rdd.lineage
  if (partitioner?.kind === 'hash') return find([partitionOf(key, partitioner.partitions)])
  if (partitioner?.kind === 'custom') return find(await ask(partitioner))
  return find()

  async function find(partitions?: readonly number[]): Promise<V[]> {
    const parts = await rdd.runner.run(partitions ? { ...job, sink, partitions } : { ...job, sink })
    return flatten(parts) as V[]
  }

  // The workers know the function and its captured values as they were at the call of partitionBy.
  async function ask({ task, partitions }: CustomPartitioner): Promise<number[]> {
    const nothing = { combine: 'concat', parents: [], reads: [[]], after: [] } as const
    const [found = []] = await rdd.runner.run({
      ...{
        op: 'lookup',
        at,
        sink: { op: 'partitionOfKey', tasks: [task], params: { key: encoded, partitions } },
      },
      node: node<InputsNode>({ kind: 'inputs', op: 'lookup', at, partitions: 1, ...nothing }),
    })
    return found as number[]
  }
}
