import type { Partitioner } from './partitioner.ts'
import type { Step } from '../operators/step.ts'
import type { Source } from './source.ts'

/** One step of a dataflow, as frozen data. A chain of calls builds a graph of these; nothing runs. */
export type Node = SourceNode | NarrowNode | UnionNode | InputsNode | ShuffleNode | CogroupNode

interface NodeBase {
  /** Unique in this process; it names cached partitions and map outputs. */
  readonly id: number
  /** The verb that the user called: `reduceByKey`. */
  readonly op: string
  /** Where the user called it: `word-count.ts:12`. */
  readonly at: string
  readonly partitions: number
  /** How pairs are spread over the partitions by their key, when that is known. */
  readonly partitioner?: Partitioner | undefined
}

/** Reads data from outside the graph. */
export interface SourceNode extends NodeBase {
  readonly kind: 'source'
  readonly source: Source
}

/** Each partition is computed from one partition of the parent. */
export interface NarrowNode extends NodeBase {
  readonly kind: 'narrow'
  readonly parent: Node
  readonly steps: readonly Step[]
  /** The keys that pass the steps: of a parent that is spread by range, other partitions need not be computed. */
  readonly within?: KeyRange | undefined
}

/** The keys from `lower` to `upper`, both included. */
export interface KeyRange {
  readonly lower: unknown
  readonly upper: unknown
}

/** The partitions of every parent, one after the other. */
export interface UnionNode extends NodeBase {
  readonly kind: 'union'
  readonly parents: readonly Node[]
}

/** Each partition is computed from chosen partitions of the parents: a narrow dependency of any shape. */
export interface InputsNode extends NodeBase {
  readonly kind: 'inputs'
  readonly combine: CombineInputs
  readonly parents: readonly Node[]
  /** For each partition, the partitions of parents that it reads. */
  readonly reads: readonly (readonly ParentPartition[])[]
  readonly after: readonly Step[]
}

/** One partition of one of a node's parents, by its position among them. */
export interface ParentPartition {
  readonly parent: number
  readonly partition: number
}

/**
 * How the partitions that are read become records: one after the other, in lockstep as pairs, every pair of a record
 * here and a record there, or one record that is an array with the records of each.
 */
export type CombineInputs = 'concat' | 'zip' | 'cartesian' | 'each'

/** Moves each record to the partition of its key: a wide dependency, unless the parent is spread so already. */
export interface ShuffleNode extends NodeBase {
  readonly kind: 'shuffle'
  readonly parent: Node
  /** Where each record goes. */
  readonly spread: Partitioner | InTurn
  /** Steps before the move, such as a map-side combine. */
  readonly before: readonly Step[]
  /** Steps after the move. */
  readonly after: readonly Step[]
  /** The steps instead of both when nothing has to move; when left out, those after the move. */
  readonly unmoved?: readonly Step[]
  /** Whether a record's key is its first element, or the record itself. */
  readonly keyOf: 'pair' | 'record'
}

/** One record to each partition in turn, whatever it is. */
export interface InTurn {
  readonly kind: 'turn'
  readonly partitions: number
}

/** For each key, the values of every parent: `[key, [values of parent 0, values of parent 1, …]]`. */
export interface CogroupNode extends NodeBase {
  readonly kind: 'cogroup'
  readonly parents: readonly Node[]
  readonly partitioner: Partitioner
  readonly after: readonly Step[]
}

let lastId = 0

/** Freezes a node under a new id. */
export function node<N extends Node>(parts: Omit<N, 'id'>): N {
  return Object.freeze({ id: ++lastId, ...parts }) as N
}

/** What stands for nodes since their checkpoints. The graph stays as it is: what was built on a node still names it. */
const checkpoints = new WeakMap<Node, Node>()

/**
 * Has a node read from a source from now on, instead of being computed. Gives what stands for it, with its id, and of
 * the same partitions: whoever forgets the node itself forgets its lineage.
 */
export function truncate(of: Node, parent: SourceNode, steps: readonly Step[]): Node {
  const { id, op, at, partitions, partitioner } = of
  const kept: NarrowNode = Object.freeze({
    kind: 'narrow',
    id,
    op,
    at,
    partitions,
    partitioner,
    parent,
    steps,
  })
  checkpoints.set(of, kept)
  return kept
}

/** What stands for a node now. */
export function asOfNow(of: Node): Node {
  return checkpoints.get(of) ?? of
}

/** The nodes that a node reads, as of now. */
export function parentsOf(of: Node): readonly Node[] {
  switch (of.kind) {
    case 'source':
      return []
    case 'union':
    case 'inputs':
    case 'cogroup':
      return of.parents.map(asOfNow)
    default:
      return [asOfNow(of.parent)]
  }
}
