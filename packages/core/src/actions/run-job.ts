import { AtomicError } from '../errors/atomic-error.ts'
import { node, type NarrowNode } from '../rdd/node.ts'
import { callSite } from '../rdd/call-site.ts'
import type { ActionOptions } from '../rdd/action-options.ts'
import type { PartitionOperator } from '../operators/step.ts'
import type { RddBase } from '../rdd/base.ts'
import type { AnyFunction } from '../tasks/manifest.ts'

/** The task is called once a partition, with an iterable of its records; what it gives is the partition's one row. */
export const runPartition: PartitionOperator = { kind: 'partition', gives: 'value' }

/** The task is called once a partition, with an iterable of its records, for its effects. */
export const visitPartition: PartitionOperator = { kind: 'partition', gives: 'nothing' }

/** What a function gives for each of some partitions, in the order in which they are asked for. */
export async function runJob<T, U>(
  rdd: RddBase<T>,
  f: (records: Iterable<T>) => U,
  partitions: readonly number[] | undefined,
  { signal }: ActionOptions,
): Promise<U[]> {
  for (const partition of partitions ?? []) checkPartition(partition, rdd.lineage.partitions)
  const wanted = partitions && [...new Set(partitions)]
  const parts = (await onPartitions(rdd, 'runPartition', f, {
    op: 'runJob',
    partitions: wanted,
    signal,
  })) as U[][]
  const results = parts.flatMap((part) => part.slice(0, 1))
  if (!partitions || !wanted) return results
  return partitions.map((partition) => results[wanted.indexOf(partition)] as U)
}

/** Calls a function on the workers for each partition. */
export async function foreachPartition<T>(
  rdd: RddBase<T>,
  f: (records: Iterable<T>) => void,
  { signal }: ActionOptions,
): Promise<void> {
  await onPartitions(rdd, 'visitPartition', f, { op: 'foreachPartition', signal })
}

function onPartitions<T>(
  rdd: RddBase<T>,
  step: 'runPartition' | 'visitPartition',
  f: AnyFunction,
  {
    op,
    ...options
  }: ActionOptions & { readonly op: string; readonly partitions?: readonly number[] | undefined },
): Promise<unknown[][]> {
  const { lineage } = rdd
  const at = callSite()
  const called = node<NarrowNode>({
    kind: 'narrow',
    op,
    at,
    partitions: lineage.partitions,
    parent: lineage,
    steps: [{ op: step, tasks: [rdd.link(f)] }],
  })
  return rdd.run(op, { op: 'collectRows' }, { ...options, node: called, at })
}

function checkPartition(partition: number, partitions: number): void {
  if (Number.isInteger(partition) && partition >= 0 && partition < partitions) return
  throw new AtomicError('ATOMIC2002', {
    what: `runJob was asked for partition ${String(partition)}; the RDD has ${partitions}, counted from 0.`,
    at: callSite(),
  })
}
