export { Context, type ElementOf, type RangeOptions } from './context/context.ts'
export type { CustomSource, OpenedRecords, SourceCall, StreamOptions } from './context/custom-sources.ts'
export type { CsvOptions, FileOptions, JsonLinesOptions, TableOptions } from './context/source-options.ts'
export { AtomicFiles } from './effects/atomic-files.ts'
export type { ContextOptions } from './context/context-options.ts'
export type { SecurityOptions } from './security/read-security.ts'
export type { RDDInfo } from './context/kept-rdds.ts'
export type { LocalOptions } from './context/local-options.ts'
export {
  type Accumulator,
  type CollectionAccumulator,
  type CustomAccumulator,
} from './shared-variables/accumulator.ts'
export { type DoubleAccumulator, type LongAccumulator } from './shared-variables/accumulator.ts'
export type { Broadcast } from './shared-variables/broadcast.ts'
export { BarrierTaskContext, type BarrierTaskInfo } from './task/barrier-task-context.ts'
export { TaskContext } from './task/task-context.ts'
export type { PoolInfo } from './driver/pools.ts'
export type { AllocationSettings } from './context/allocation-options.ts'
export type { ExclusionSettings, FaultOptions, SpeculationSettings } from './context/fault-options.ts'
export type { SharingOptions, SharingPool } from './context/scheduler-options.ts'
export type { JobInfo, SlotsInfo, StageInfo, StatusTracker } from './context/status-tracker.ts'
