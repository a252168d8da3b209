import { AtomicError } from '../errors/atomic-error.ts'
import type { Node } from '../rdd/node.ts'
import { sameStage } from './pipelines.ts'
import type { Stage } from './stage.ts'

/** Whether the stage that computes a node has a barrier in it, in the node or below. */
export function isBarrier(node: Node): boolean {
  const isOwn = node.kind === 'narrow' && node.steps.some(({ op }) => op === 'barrierPartitions')
  return isOwn || sameStage(node).some(isBarrier)
}

/**
 * Refuses a barrier stage that cannot run as a whole, as Spark does: one that computes only some of the partitions of an
 * RDD in it, one with two barriers side by side, and one that needs more slots than there are.
 * @param at where the user called the action
 * @throws ATOMIC2007
 */
export function checkBarrier(stage: Stage, slots: number, at: string): void {
  if (!stage.isBarrier) return
  const { tasks } = stage
  check(stage.node)
  if (tasks.length <= slots) return
  throw new AtomicError('ATOMIC2007', {
    what: `The barrier stage of ${nameOf(stage.node)} has ${tasks.length} tasks, which must run at the same time, but the context has ${slots} ${slots === 1 ? 'slot' : 'slots'}.`,
    at,
    fix: 'Give the context more slots, or repartition the RDD into fewer partitions before barrier().',
  })

  function check(node: Node): void {
    const parents = sameStage(node)
    if (node.partitions !== tasks.length) {
      throw new AtomicError('ATOMIC2007', {
        what: `The barrier stage of ${nameOf(stage.node)} has ${tasks.length} tasks, but ${nameOf(node)} in it has ${node.partitions} partitions; a barrier stage computes all partitions of every RDD in it.`,
        at,
        fix: 'Where union, coalesce or prunePartitions is the reason, put a repartition between it and the barrier; instead of first, take or isEmpty, collect.',
      })
    }
    if (parents.filter(isBarrier).length > 1) {
      throw new AtomicError('ATOMIC2007', {
        what: `${nameOf(node)} reads several barrier RDDs in one stage.`,
        at,
        fix: 'Put a repartition between one of them and this operation.',
      })
    }
    for (const parent of parents) check(parent)
  }
}

function nameOf({ op, at }: Node): string {
  return `${op} at ${at}`
}
