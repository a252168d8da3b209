import { StorageLevel } from '@atomic-ts/core'
import type { Operations } from './facts.ts'

/** Operations that mark an RDD, or say something of it. */
export const describing: Operations = {
  cache: { call: (rdd) => rdd.map((record) => record).cache(), ofNothing: [] },
  persist: {
    call: (rdd) => rdd.map((record) => record).persist(StorageLevel.DISK_ONLY),
    ofNothing: [],
    refuses: (rdd) => [
      () => rdd.map((record) => record).persist({ ...StorageLevel.DISK_ONLY, replication: 0 }),
      () => rdd.map((record) => record).persist({ ...StorageLevel.OFF_HEAP, deserialized: true }),
    ],
  },
  // Which needs a folder; what it does is tried by its cases.
  checkpoint: { call: (rdd) => typeof rdd.checkpoint, ofNothing: 'function', describes: true },
  localCheckpoint: { call: (rdd) => rdd.map((record) => record).localCheckpoint(), ofNothing: [] },
  isCheckpointed: { call: (rdd) => rdd.isCheckpointed(), ofNothing: false, describes: true },
  isLocallyCheckpointed: { call: (rdd) => rdd.isLocallyCheckpointed(), ofNothing: false, describes: true },
  getCheckpointFile: { call: (rdd) => rdd.getCheckpointFile(), ofNothing: undefined, describes: true },
  getStorageLevel: {
    call: (rdd) => rdd.map((record) => record).getStorageLevel().useMemory,
    ofNothing: false,
    describes: true,
  },
  unpersist: {
    call: (rdd) =>
      rdd
        .map((record) => record)
        .cache()
        .unpersist(),
    ofNothing: [],
  },
  id: { call: (rdd) => typeof rdd.id, ofNothing: 'number', describes: true },
  name: { call: (rdd) => rdd.map((record) => record).name, ofNothing: undefined, describes: true },
  setName: {
    call: (rdd) => rdd.map((record) => record).setName('nothing').name,
    ofNothing: 'nothing',
    describes: true,
  },
  partitioner: {
    call: (rdd) => rdd.map((record) => record).partitioner,
    ofNothing: undefined,
    describes: true,
  },
  getNumPartitions: {
    call: (rdd) => rdd.getNumPartitions(),
    ofNothing: (partitions: number) => partitions,
    describes: true,
  },
  toDebugString: { call: (rdd) => typeof rdd.toDebugString(), ofNothing: 'string', describes: true },
}
