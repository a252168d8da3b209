import type { CombineInputs, Node } from '../rdd/node.ts'
import type { Step } from '../operators/step.ts'

/** A stage: tasks that run with no shuffle between them, one for each partition of its last node. */
export interface Stage {
  /** Unique in its plan; parents have lower ids. */
  readonly id: number
  /** The last node that the stage computes. */
  readonly node: Node
  /** Stages whose map outputs this one reads. */
  readonly parents: readonly number[]
  /** What the tasks run. Usually one; a union has one for each of its parents. */
  readonly pipelines: readonly Pipeline[]
  /** For each partition of the node, the pipeline that computes it. */
  readonly tasks: readonly StageTask[]
  /** Where the records go: an exchange, or the action's sink. */
  readonly sink: Step
  /** The name of the map outputs that the stage writes; `undefined` for the stage of the action. */
  readonly shuffle: string | undefined
  /** Whether its tasks run at the same time or not at all. */
  readonly isBarrier: boolean
}

/** One partition: a pipeline, and which partition of the pipeline's source it starts from. */
export interface StageTask {
  readonly partition: number
  readonly pipeline: number
  readonly index: number
}

/** A source and the narrow steps on it. */
export interface Pipeline {
  readonly source: PipelineSource
  readonly steps: readonly Step[]
}

/** Where a pipeline starts. */
export type PipelineSource =
  | {
      readonly kind: 'source'
      readonly node: number
      readonly format: 'parallelize' | 'range' | 'textFile' | 'splits'
      /** Where the user called it. */
      readonly at: string
    }
  | { readonly kind: 'shuffle'; readonly shuffle: string }
  | {
      readonly kind: 'inputs'
      readonly combine: CombineInputs | 'cogroup'
      readonly inputs: readonly Pipeline[]
      /** For each partition, what it reads; when left out, the same partition of every input. */
      readonly reads?: readonly (readonly InputPartition[])[]
    }

/** One partition of one input of a pipeline. */
export interface InputPartition {
  readonly input: number
  readonly index: number
}

/** What a partition of a pipeline with inputs reads. */
export function readsOf(
  { inputs, reads }: Extract<PipelineSource, { kind: 'inputs' }>,
  index: number,
): readonly InputPartition[] {
  return reads?.[index] ?? inputs.map((_, input) => ({ input, index }))
}
