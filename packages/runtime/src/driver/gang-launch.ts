import type { Pipeline, Stage, Step } from '@atomic-ts/core/internal'
import type { GangMember } from '../scheduler/scheduler-command.ts'
import type { GangLaunch } from '../wire/messages.ts'

/**
 * What the tasks of a barrier stage must know of each other. A task that reads a cached partition makes no calls, so
 * what is cached behind the barrier is read by all of them or by none.
 */
export function gangLaunch(
  stage: Stage,
  gang: readonly GangMember[],
  slotOf: (rdd: number, partition: number) => number | undefined,
): GangLaunch {
  const inOrder = gang.toSorted((a, b) => a.task.partition - b.task.partition)
  const isThere = (rdd: number): boolean =>
    inOrder.every(({ task, slot }) => slotOf(rdd, task.partition) === slot)
  const recompute = stage.pipelines.flatMap((pipeline) => cachedBehindBarrier(pipeline, isThere))
  return { slots: inOrder.map(({ slot }) => slot), recompute }
}

function cachedBehindBarrier({ source, steps }: Pipeline, isThere: (rdd: number) => boolean): number[] {
  const inputs = source.kind === 'inputs' ? source.inputs : []
  const from = inputs.some(hasBarrier) ? 0 : steps.findIndex(isBarrier)
  const behind = from < 0 ? [] : steps.slice(from)
  return [
    ...behind.flatMap(({ op, params }) => {
      const rdd = params?.['rdd']
      return op === 'persist' && typeof rdd === 'number' && !isThere(rdd) ? [rdd] : []
    }),
    // Which partitions of inputs a task reads is their own matter, so these are never read.
    ...inputs.flatMap((input) => cachedBehindBarrier(input, () => false)),
  ]
}

function hasBarrier({ source, steps }: Pipeline): boolean {
  return steps.some(isBarrier) || (source.kind === 'inputs' && source.inputs.some(hasBarrier))
}

function isBarrier({ op }: Step): boolean {
  return op === 'barrierPartitions'
}
