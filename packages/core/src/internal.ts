export { AtomicError, isAtomicError, type ErrorParts } from './errors/atomic-error.ts'
export { errorCodes, type ErrorCode } from './errors/codes.ts'
export { printSchema, type Field, type Schema } from './schema/schema.ts'
export { accepts, type Accepts } from './schema/accepts.ts'
export { findBreach, type Breach } from './schema/find-breach.ts'
export {
  printShape,
  type DeclaredType,
  type ValueShape,
  type ShapeField,
  type ValueShapes,
  type TaskTypes,
} from './schema/value-shape.ts'
export type { AnyFunction, Manifest, TaskBundle, TaskEntry, TaskFactory } from './tasks/manifest.ts'
export { linkTask, taskLinkOf, type TaskLink } from './tasks/link.ts'
export { registerProgram, registeredPrograms, type Program } from './tasks/program.ts'
export { Best } from './actions/top.ts'
export { bucketOf } from './actions/histogram.ts'
export { rangeBounds } from './actions/sample-keys.ts'
export { callSite } from './rdd/call-site.ts'
export type { Call } from './rdd/call-options.ts'
export type { Shape } from './rdd/pair.ts'
export { fuse, kernelNames, type ChunkKind, type KernelName, type ResolvedStep } from './operators/fuse.ts'
export type {
  Border,
  Operator,
  PartitionOperator,
  RecordOperator,
  Step,
  TaskRef,
  Terminal,
} from './operators/step.ts'
export { vocabulary } from './operators/vocabulary.ts'
export {
  asOfNow,
  node,
  parentsOf,
  truncate,
  type CombineInputs,
  type NarrowNode,
  type Node,
  type ShuffleNode,
  type SourceNode,
} from './rdd/node.ts'
export { nodeName, setNodeName } from './rdd/node-names.ts'
export type { BlockSplit, RangeSplit, Source, TextSplit } from './rdd/source.ts'
export type { Partitioner, RangePartitioner } from './rdd/partitioner.ts'
export type { Compression, FileRef, S3Options } from './rdd/file-ref.ts'
export type { JobRunner, JobSpec, SaveSpec, WholeSpec } from './rdd/job-runner.ts'
export type { CheckpointKind, StoragePort } from './rdd/storage-port.ts'
export { sameLevel, StorageLevel } from './rdd/storage-level.ts'
export type { ColumnarRecords } from './rdd/columnar-records.ts'
export { RDD } from './rdd/rdd.ts'
export { notRow, widenSchema } from './tables/infer-schema.ts'
export {
  isListKind,
  isStructKind,
  printKind,
  type ColumnKind,
  type TableSchema,
} from './tables/table-schema.ts'
export { inside, isPlainObject, nameOf, unfitValue } from './tables/unfit-value.ts'
export type { SinkPart } from './actions/save-with.ts'
export { numbersRecords, shufflesOf, type ShuffleEdge } from './plan/pipelines.ts'
export { checkBarrier } from './plan/barrier.ts'
export { cut } from './plan/cut.ts'
export { printPlan } from './plan/print.ts'
export {
  readsOf,
  type InputPartition,
  type Pipeline,
  type PipelineSource,
  type Stage,
  type StageTask,
} from './plan/stage.ts'
export type { JobEvent, JobListener } from './events/job-event.ts'
export type { TaskMetrics } from './events/task-metrics.ts'
export { canonicalKey, isPrimitiveKey } from './keys/canonical-key.ts'
export { compareKeys } from './keys/compare-keys.ts'
export { DoubleIndex } from './keys/double-index.ts'
export { hashKey, partitionOf, partitionsOfAscii, partitionsOfInts } from './keys/hash-key.ts'
export { IntIndex } from './keys/int-index.ts'
export { KeyMap, type Cell } from './keys/key-map.ts'
export { isWithin, rangeOf } from './keys/range-of.ts'
export { sortPairs } from './keys/sort-pairs.ts'
export { KeySampler } from './sampling/key-sampler.ts'
export { poisson } from './sampling/poisson.ts'
export { seeded } from './sampling/seeded.ts'
export { DistinctSketch } from './sketches/distinct-sketch.ts'
export { Draws } from './sampling/draws.ts'
export { StatCounter } from './statistics/stat-counter.ts'
