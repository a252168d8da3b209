import { callSite } from './call-site.ts'
import { asOfNow, node, type NarrowNode, type Node } from './node.ts'
import { refuseAsync, refuseGenerator } from './refuse-async.ts'
import type { JobRunner, JobSpec } from './job-runner.ts'
import type { RDD } from './rdd.ts'
import type { Step, TaskRef } from '../operators/step.ts'
import type { AnyFunction } from '../tasks/manifest.ts'

/** What a job may say beside its sink; `at` is where the user is now, when left out. */
export type RunOptions = Partial<Pick<JobSpec, 'node' | 'at' | 'partitions' | 'signal' | 'onPartition'>>

/** What every family of operations stands on: a node of the graph and the runner that can run it. */
export abstract class RddBase<T> {
  #lineage: Node
  /**
   * Runs the jobs of this RDD's actions.
   * @internal
   */
  readonly runner: JobRunner
  declare protected readonly element: T

  constructor(runner: JobRunner, lineage: Node) {
    this.runner = runner
    this.#lineage = lineage
  }

  /**
   * The graph that computes this RDD, as frozen data. After a checkpoint it is another one, which reads that.
   * @internal
   */
  get lineage(): Node {
    // So that what was before the checkpoint is forgotten.
    this.#lineage = asOfNow(this.#lineage)
    return this.#lineage
  }

  /** An RDD on the same runner. */
  protected abstract on<U>(lineage: Node): RDD<U>

  /** An RDD whose partitions are computed from this one's, each by itself. */
  protected narrow<U>(op: string, step: Step, keepsPartitioner = false): RDD<U> {
    const { partitions, partitioner } = this.lineage
    const kept = keepsPartitioner ? partitioner : undefined
    return this.on(
      node<NarrowNode>({
        kind: 'narrow',
        op,
        at: callSite(),
        partitions,
        partitioner: kept,
        parent: this.lineage,
        steps: [step],
      }),
    )
  }

  /**
   * The reference by which workers know a function that the user passed. Most operations do not wait for promises, and
   * those that want a function's effects do not go through what it gives.
   * @internal
   */
  link(fn: AnyFunction, kind: 'sync' | 'async' | 'effect' = 'sync'): TaskRef {
    if (kind !== 'async') refuseAsync(fn)
    if (kind === 'effect') refuseGenerator(fn)
    return this.runner.link(fn, callSite())
  }

  /**
   * Runs a sink over some partitions, or all. Gives its rows for each.
   * @internal
   */
  run(op: string, sink: Step, options: RunOptions = {}): Promise<unknown[][]> {
    return this.runner.run(this.jobOf(op, sink, options))
  }

  /**
   * A job with a sink over some partitions, or all.
   * @internal
   */
  jobOf(op: string, sink: Step, options: RunOptions = {}): JobSpec {
    return { node: this.lineage, op, at: callSite(), sink, ...options, signal: options.signal }
  }

  /**
   * Where the user's code is now.
   * @internal
   */
  callSite(): string {
    return callSite()
  }
}
