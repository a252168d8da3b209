import { tmpdir } from 'node:os'
import type { Context } from '@atomic-ts/runtime'

/** The public methods of a context. */
export type ContextMethod = Exclude<keyof Context, typeof Symbol.asyncDispose>

/** What the sweeps know of each method. */
export interface ContextFacts {
  readonly call: (ctx: Context) => unknown
  /** Whether a stopped context refuses the call. What only tells what was said before still works. */
  readonly whenStopped: 'refused' | 'works'
}

/** Every method of a context, as the sweeps try it. */
export const contextMethods: { readonly [Name in ContextMethod]: ContextFacts } = {
  parallelize: { call: (ctx) => ctx.parallelize([1]), whenStopped: 'refused' },
  makeRDD: { call: (ctx) => ctx.makeRDD([1]), whenStopped: 'refused' },
  emptyRDD: { call: (ctx) => ctx.emptyRDD(), whenStopped: 'refused' },
  union: { call: (ctx) => ctx.union([]), whenStopped: 'refused' },
  range: { call: (ctx) => ctx.range(3), whenStopped: 'refused' },
  textFile: { call: (ctx) => ctx.textFile(import.meta.filename), whenStopped: 'refused' },
  wholeTextFiles: { call: (ctx) => ctx.wholeTextFiles(import.meta.filename), whenStopped: 'refused' },
  binaryFiles: { call: (ctx) => ctx.binaryFiles(import.meta.filename), whenStopped: 'refused' },
  binaryRecords: { call: (ctx) => ctx.binaryRecords(import.meta.filename, 1), whenStopped: 'refused' },
  objectFile: { call: (ctx) => ctx.objectFile(import.meta.filename), whenStopped: 'refused' },
  jsonLines: { call: (ctx) => ctx.jsonLines(import.meta.filename), whenStopped: 'refused' },
  csv: { call: (ctx) => ctx.csv(import.meta.filename), whenStopped: 'refused' },
  parquet: { call: (ctx) => ctx.parquet(import.meta.filename), whenStopped: 'refused' },
  arrowFile: { call: (ctx) => ctx.arrowFile(import.meta.filename), whenStopped: 'refused' },
  fromSource: { call: (ctx) => ctx.fromSource({ splits: [1], open: () => [1] }), whenStopped: 'refused' },
  fromStream: { call: (ctx) => ctx.fromStream([1]), whenStopped: 'refused' },
  addFile: { call: (ctx) => ctx.addFile(import.meta.filename), whenStopped: 'refused' },
  addArchive: { call: (ctx) => ctx.addArchive(import.meta.filename), whenStopped: 'refused' },
  listFiles: { call: (ctx) => ctx.listFiles(), whenStopped: 'works' },
  listArchives: { call: (ctx) => ctx.listArchives(), whenStopped: 'works' },
  broadcast: { call: (ctx) => ctx.broadcast(1), whenStopped: 'refused' },
  longAccumulator: { call: (ctx) => ctx.longAccumulator(), whenStopped: 'refused' },
  doubleAccumulator: { call: (ctx) => ctx.doubleAccumulator(), whenStopped: 'refused' },
  collectionAccumulator: { call: (ctx) => ctx.collectionAccumulator(), whenStopped: 'refused' },
  accumulator: { call: (ctx) => ctx.accumulator(0, (a, b) => a + b), whenStopped: 'refused' },
  listen: { call: (ctx) => ctx.listen(() => undefined), whenStopped: 'refused' },
  setJobGroup: { call: (ctx) => ctx.setJobGroup('g'), whenStopped: 'refused' },
  clearJobGroup: { call: (ctx) => ctx.clearJobGroup(), whenStopped: 'refused' },
  withJobGroup: { call: (ctx) => ctx.withJobGroup('g', () => 1), whenStopped: 'refused' },
  setJobDescription: { call: (ctx) => ctx.setJobDescription('d'), whenStopped: 'refused' },
  addJobTag: { call: (ctx) => ctx.addJobTag('t'), whenStopped: 'refused' },
  removeJobTag: { call: (ctx) => ctx.removeJobTag('t'), whenStopped: 'refused' },
  clearJobTags: { call: (ctx) => ctx.clearJobTags(), whenStopped: 'refused' },
  withJobTag: { call: (ctx) => ctx.withJobTag('t', () => 1), whenStopped: 'refused' },
  setLocalProperty: { call: (ctx) => ctx.setLocalProperty('p', 'v'), whenStopped: 'refused' },
  withLocalProperty: { call: (ctx) => ctx.withLocalProperty('p', 'v', () => 1), whenStopped: 'refused' },
  cancelJobGroup: { call: (ctx) => ctx.cancelJobGroup('g'), whenStopped: 'refused' },
  cancelJobsWithTag: { call: (ctx) => ctx.cancelJobsWithTag('t'), whenStopped: 'refused' },
  cancelAllJobs: { call: (ctx) => ctx.cancelAllJobs(), whenStopped: 'refused' },
  cancelJob: { call: (ctx) => ctx.cancelJob(1), whenStopped: 'refused' },
  cancelJobGroupAndFutureJobs: {
    call: (ctx) => ctx.cancelJobGroupAndFutureJobs('gone for ever'),
    whenStopped: 'refused',
  },
  cancelStage: { call: (ctx) => ctx.cancelStage(1, 0), whenStopped: 'refused' },
  killTaskAttempt: { call: (ctx) => ctx.killTaskAttempt(0), whenStopped: 'refused' },
  setCheckpointDir: { call: (ctx) => ctx.setCheckpointDir(tmpdir()), whenStopped: 'refused' },
  getCheckpointDir: { call: (ctx) => ctx.getCheckpointDir(), whenStopped: 'works' },
  getRDDStorageInfo: { call: (ctx) => ctx.getRDDStorageInfo(), whenStopped: 'works' },
  getPersistentRDDs: { call: (ctx) => ctx.getPersistentRDDs(), whenStopped: 'works' },
  getAllPools: { call: (ctx) => ctx.getAllPools(), whenStopped: 'works' },
  getPoolForName: { call: (ctx) => ctx.getPoolForName('default'), whenStopped: 'works' },
  getSchedulingMode: { call: (ctx) => ctx.getSchedulingMode(), whenStopped: 'works' },
  getJobTags: { call: (ctx) => ctx.getJobTags(), whenStopped: 'works' },
  getLocalProperty: { call: (ctx) => ctx.getLocalProperty('p'), whenStopped: 'works' },
  defaultParallelism: { call: (ctx) => ctx.defaultParallelism, whenStopped: 'works' },
  statusTracker: { call: (ctx) => ctx.statusTracker.getSlotsInfo(), whenStopped: 'works' },
  stop: { call: (ctx) => ctx.stop(), whenStopped: 'works' },
}
