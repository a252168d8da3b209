import type { WaitingOperator } from '../operators/step.ts'
import type { ActionOptions } from '../rdd/action-options.ts'
import type { RddBase } from '../rdd/base.ts'
import { node, type NarrowNode } from '../rdd/node.ts'

/** Calls the task once a partition, with its records, and gives what it resolves to. */
export const writeSink: WaitingOperator = { kind: 'waiting' }

/** What a function that writes a partition is told. */
export interface SinkPart {
  /** Which partition, from 0. */
  readonly partition: number
  /** Which attempt at it, from 0: two may run at the same time, and only one counts. */
  readonly attempt: number
  /** Aborted when the attempt is cancelled. */
  readonly signal: AbortSignal
}

/**
 * How a custom sink ends: called in the driver.
 * @inDriver
 */
export interface SinkEnds<R> extends ActionOptions {
  /** Makes the output visible: it is told what the attempt that counts gave for each partition, in order. */
  readonly commit?: (parts: readonly R[]) => unknown
  /** Removes what was written, when the job or `commit` failed. */
  readonly abandon?: () => unknown
}

/** Writes partitions with a function of the user's. */
export async function saveWith<T, R>(
  rdd: RddBase<T>,
  write: (records: AsyncIterable<T>, part: SinkPart) => R | PromiseLike<R>,
  { commit, abandon, signal }: SinkEnds<R>,
): Promise<void> {
  const op = 'saveWith'
  const at = rdd.callSite()
  const parent = rdd.lineage
  const steps = [{ op: 'writeSink', tasks: [rdd.link(write, 'async')] }]
  const written = node<NarrowNode>({ kind: 'narrow', op, at, partitions: parent.partitions, parent, steps })
  try {
    const parts = (await rdd.run(op, { op: 'gatherRows' }, { node: written, at, signal })) as R[][]
    await commit?.(parts.map(([part]) => part as R))
  } catch (error) {
    await abandon?.()
    throw error
  }
}
