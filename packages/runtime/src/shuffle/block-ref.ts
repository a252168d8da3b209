/** Where the bytes of one block are. A number is the position of a block that rides beside the message. */
export type BlockRef = number | FileBlock | RemoteBlock

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

/** What one map task left for one partition, kept by the worker that ran it. */
export interface RemoteBlock {
  /** The driver's number of the worker. */
  readonly worker: number
  /** The id of the map task's attempt, by which workers know its output. */
  readonly output: number
  /** For which partition it is. */
  readonly partition: number
  /** Its blocks. */
  readonly sizes: readonly BlockSize[]
  /** Of all of them. */
  readonly length: number
}

/** How large a kept block is. */
export interface BlockSize {
  /** As it is kept, compressed or not. */
  readonly size: number
  /** Of the block itself. */
  readonly length: number
  readonly records: number
}

/** A block as it is kept: in memory, in a file, or by a worker elsewhere. */
export type StoredBlock = Uint8Array | FileBlock | RemoteBlock

/** Whether a block lies in a file. */
export function isInFile(block: StoredBlock): block is FileBlock {
  return 'path' in block
}

/** Whether a worker elsewhere keeps a block. */
export function isRemote(block: StoredBlock): block is RemoteBlock {
  return 'worker' in block
}
