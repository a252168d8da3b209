import type { RDD } from '@atomic-ts/core'

/** The public operations of an RDD. */
export type Operation = Exclude<
  keyof RDD<[string, number]>,
  'lineage' | 'runner' | 'link' | 'run' | 'jobOf' | 'callSite'
>

/** What the sweeps know of each operation. */
export type Operations = { readonly [Name in Operation]?: Facts }

type Pairs = RDD<[string, number]>

/** What sweeps need to try one operation in every way. */
export interface Facts {
  /** A plain call. */
  readonly call: (rdd: Pairs) => unknown
  /** What the call gives for an RDD without records: its records, its value, or the code of its error. */
  readonly ofNothing: unknown
  /** Calls that ask for a number of partitions. */
  readonly into?: (rdd: Pairs, partitions: number) => unknown
  /** Calls with another argument that is out of range. */
  readonly refuses?: (rdd: Pairs) => readonly (() => unknown)[]
  /** Calls that need no task to know their answer. A stopped context refuses them all the same. */
  readonly short?: (rdd: Pairs) => readonly (() => unknown)[]
  /** True when it compares keys or records by value, or by order, and so refuses what has neither. */
  readonly compares?: boolean
  /** True when it only says something of the graph, for which no job runs. */
  readonly describes?: boolean
}
