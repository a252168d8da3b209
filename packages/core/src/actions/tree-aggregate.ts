import { AtomicError } from '../errors/atomic-error.ts'
import { callSite } from '../rdd/call-site.ts'
import { node, type NarrowNode, type Node, type ShuffleNode } from '../rdd/node.ts'
import type { ActionOptions } from '../rdd/action-options.ts'
import type { RddBase } from '../rdd/base.ts'
import type { Step, TaskRef } from '../operators/step.ts'

/** How `treeReduce` and `treeAggregate` merge. */
export interface TreeOptions extends ActionOptions {
  /** Levels of merging, the driver's included; 2 by default. */
  readonly depth?: number
}

/** How `treeAggregate` merges. */
export interface TreeAggregateOptions extends TreeOptions {
  /** Whether the last merge, too, is done by a worker, so that the driver holds one result only; false by default. */
  readonly finalAggregateOnExecutor?: boolean
}

/** Spark's treeReduce: `reduce` that merges on workers first; an error when there are no records. */
export async function treeReduce<T>(
  rdd: RddBase<T>,
  f: (a: T, b: T) => T,
  { depth = 2, signal }: TreeOptions,
): Promise<T> {
  const at = callSite()
  const task = rdd.link(f)
  const tree = { op: 'treeReduce', at, depth, onExecutor: false }
  const values = await mergeTree<T>(rdd, { op: 'reduceRows', tasks: [task] }, task, tree, { signal })
  if (values.length > 0) return values.reduce((a, b) => f(a, b))
  throw new AtomicError('ATOMIC2004', {
    what: 'treeReduce() of an empty RDD.',
    at,
    fix: 'Use treeAggregate(zero, f, f), which gives zero when there are no records.',
  })
}

/** Spark's treeAggregate: `aggregate` that merges on workers first. */
export async function treeAggregate<T, A>(
  rdd: RddBase<T>,
  zero: A,
  seq: (acc: A, record: T) => A,
  comb: (a: A, b: A) => A,
  { depth = 2, signal, finalAggregateOnExecutor = false }: TreeAggregateOptions,
): Promise<A> {
  const at = callSite()
  const encoded = rdd.runner.encode(zero, at)
  const step = { op: 'foldRows', tasks: [rdd.link(seq)], params: { zero: encoded } }
  const tree = { op: 'treeAggregate', at, depth, onExecutor: finalAggregateOnExecutor }
  const values = await mergeTree<A>(rdd, step, rdd.link(comb), tree, { signal })
  return values.reduce((a, b) => comb(a, b), rdd.runner.decode(encoded) as A)
}

interface Tree {
  readonly op: string
  readonly at: string
  readonly depth: number
  /** Whether one value is left at the end. */
  readonly onExecutor: boolean
}

/**
 * Makes one value of each partition and merges neighbours, level by level, each level through a shuffle. The order of the
 * partitions stays, so that the merge needs to be associative only.
 */
async function mergeTree<T>(
  rdd: RddBase<unknown>,
  make: Step,
  merge: TaskRef,
  { op, at, depth, onExecutor }: Tree,
  options: ActionOptions,
): Promise<T[]> {
  checkDepth(op, depth, at)
  const { partitions } = rdd.lineage
  let last: Node = rdd.lineage
  let steps: Step[] = [make]
  for (const to of levels(partitions, depth, onExecutor)) {
    const keyed = {
      op: 'keyByPartition',
      params: { from: last.partitions, to, isKeyed: last !== rdd.lineage },
    }
    last = merged(narrow(last, [...steps, keyed], { op, at }), to, { op: 'combine', tasks: [merge] })
    steps = []
  }
  const isMerged = last !== rdd.lineage
  const parts = await rdd.run(
    op,
    { op: 'collectRows' },
    { ...options, at, node: isMerged ? last : narrow(last, steps, { op, at }) },
  )
  const rows = parts.flat()
  return isMerged ? (rows as [number, T][]).map(([, value]) => value) : (rows as T[])
}

/** The numbers of partitions of each level after the first, as Spark chooses them. */
function levels(partitions: number, depth: number, onExecutor: boolean): number[] {
  const scale = Math.max(Math.ceil(partitions ** (1 / depth)), 2)
  const found: number[] = []
  let n = partitions
  while (n > scale + Math.ceil(n / scale)) {
    n = Math.floor(n / scale)
    found.push(n)
  }
  return onExecutor && n > 1 ? [...found, 1] : found
}

type Call = Pick<Tree, 'op' | 'at'>

function narrow(parent: Node, steps: readonly Step[], { op, at }: Call): NarrowNode {
  return node<NarrowNode>({ kind: 'narrow', op, at, partitions: parent.partitions, parent, steps })
}

function merged(parent: NarrowNode, partitions: number, combine: Step): ShuffleNode {
  const { op, at } = parent
  return node<ShuffleNode>({
    kind: 'shuffle',
    ...{ op, at, partitions, parent, keyOf: 'pair' },
    spread: { kind: 'direct', partitions },
    ...{ before: [], after: [combine] },
  })
}

function checkDepth(op: string, depth: number, at: string): void {
  if (Number.isInteger(depth) && depth >= 1) return
  throw new AtomicError('ATOMIC2002', {
    what: `${op}: the depth is ${String(depth)}; it must be an integer of 1 or more.`,
    at,
  })
}
