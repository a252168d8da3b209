import { AtomicError } from '../errors/atomic-error.ts'
import { node, type NarrowNode } from '../rdd/node.ts'
import { callSite } from '../rdd/call-site.ts'
import { approximate } from './approximate.ts'
import { refuseAsync } from '../rdd/refuse-async.ts'
import type { ActionOptions } from '../rdd/action-options.ts'
import type { ApproximateEvaluator } from '../rdd/approximate-evaluator.ts'
import type { PartialResult } from '../rdd/bounded-double.ts'
import type { JobHandle, SubmitJobOptions } from '../rdd/job-handle.ts'
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
  const op = 'runJob'
  const wanted = checkPartitions(op, rdd, partitions)
  const job = onPartitions(rdd, op, 'runPartition', f)
  const parts = (await rdd.run(op, rows, { ...job, partitions: wanted, signal })) as U[][]
  const results = parts.flatMap((part) => part.slice(0, 1))
  if (!partitions || !wanted) return results
  return partitions.map((partition) => results[wanted.indexOf(partition)] as U)
}

/** Hands what a function gives for each of some partitions to another one, as soon as it is there. */
export function submitJob<T, U>(
  rdd: RddBase<T>,
  f: (records: Iterable<T>) => U,
  options: SubmitJobOptions<U>,
): JobHandle {
  const own = new AbortController()
  const signal = options.signal ? AbortSignal.any([options.signal, own.signal]) : own.signal
  const done = handOver(rdd, f, { ...options, signal })
  return Object.assign(done, { cancel: (reason?: unknown) => own.abort(reason) })
}

async function handOver<T, U>(
  rdd: RddBase<T>,
  f: (records: Iterable<T>) => U,
  { partitions, onResult, signal }: SubmitJobOptions<U>,
): Promise<void> {
  const op = 'submitJob'
  if (onResult) refuseAsync(onResult)
  const wanted = checkPartitions(op, rdd, partitions)
  const onPartition = (partition: number, [result]: unknown[]): void => onResult?.(partition, result as U)
  const job = onPartitions(rdd, op, 'runPartition', f)
  await rdd.run(op, rows, { ...job, partitions: wanted, signal, onPartition })
}

/** What an evaluator makes of the results of a function over the partitions that are done in time. */
export async function runApproximateJob<T, U, R>(
  rdd: RddBase<T>,
  f: (records: Iterable<T>) => U,
  evaluator: ApproximateEvaluator<U, R>,
  { timeout, signal }: ActionOptions & { readonly timeout: number },
): Promise<PartialResult<R>> {
  const op = 'runApproximateJob'
  const ofRows: ApproximateEvaluator<unknown[], R> = {
    merge: (partition, [result]) => evaluator.merge(partition, result as U),
    currentResult: () => evaluator.currentResult(),
  }
  const job = onPartitions(rdd, op, 'runPartition', f)
  return approximate(rdd, { ...job, op, sink: rows, timeout, evaluator: ofRows }, { signal })
}

/** Calls a function on the workers for each partition. */
export async function foreachPartition<T>(
  rdd: RddBase<T>,
  f: (records: Iterable<T>) => void,
  { signal }: ActionOptions,
): Promise<void> {
  const op = 'foreachPartition'
  await rdd.run(op, rows, { ...onPartitions(rdd, op, 'visitPartition', f), signal })
}

const rows = { op: 'collectRows' }

/** A node whose partitions hold what a function gives for each of the RDD's, and where the user asked for it. */
function onPartitions(
  rdd: RddBase<unknown>,
  op: string,
  step: 'runPartition' | 'visitPartition',
  f: AnyFunction,
): { readonly node: NarrowNode; readonly at: string } {
  const at = callSite()
  const { lineage } = rdd
  const { partitions } = lineage
  const steps = [{ op: step, tasks: [rdd.link(f, step === 'visitPartition' ? 'effect' : 'sync')] }]
  return { node: node<NarrowNode>({ kind: 'narrow', op, at, partitions, parent: lineage, steps }), at }
}

/** The partitions that are asked for, each once. */
function checkPartitions(
  op: string,
  { lineage }: RddBase<unknown>,
  asked: readonly number[] | undefined,
): readonly number[] | undefined {
  for (const partition of asked ?? []) {
    if (Number.isInteger(partition) && partition >= 0 && partition < lineage.partitions) continue
    throw new AtomicError('ATOMIC2002', {
      what: `${op} was asked for partition ${String(partition)}; the RDD has ${lineage.partitions}, counted from 0.`,
      at: callSite(),
    })
  }
  return asked && [...new Set(asked)]
}
