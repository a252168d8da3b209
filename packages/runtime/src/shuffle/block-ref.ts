/** Where the bytes of one block are. A number is the position of a block that rides beside the message. */
export type BlockRef = number | FileBlock

/** A block in a file on this host. */
export interface FileBlock {
  readonly path: string
  readonly offset: number
  /** In the file, compressed or not. */
  readonly size: number
  /** Of the block itself. */
  readonly length: number
  readonly records: number
}

/** What one map task left for one partition, kept by a worker elsewhere. */
export interface RemoteBlock {
  /** The driver's number of the worker. */
  readonly worker: number
  /** The id of the map task's attempt, by which workers know its output. */
  readonly output: number
  /** For which partition it is. */
  readonly partition: number
  /** Its blocks. */
  readonly sizes: readonly BlockSize[]
}

/** How large a kept block is. */
export interface BlockSize {
  /** As it is kept, compressed or not. */
  readonly size: number
  /** Of the block itself. */
  readonly length: number
  readonly records: number
}
