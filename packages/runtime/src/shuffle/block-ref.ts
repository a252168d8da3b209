/** Where the bytes of one block are. */
export type BlockRef = number | FileBlock

/** A block in a file on this host. A number is the position of a block that rides beside the message. */
export interface FileBlock {
  readonly path: string
  readonly offset: number
  /** In the file, compressed or not. */
  readonly size: number
  /** Of the block itself. */
  readonly length: number
  readonly records: number
}

/** A block as it is kept: in memory, or in a file. */
export type StoredBlock = Uint8Array | FileBlock

/** Whether a block lies in a file. */
export function isInFile(block: StoredBlock): block is FileBlock {
  return 'path' in block
}
