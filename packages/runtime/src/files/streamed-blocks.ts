import type { BlockSplit } from '@atomic-ts/core/internal'
import { encodeChunk } from '../codec/chunk.ts'
import { readBlock } from '../shuffle/read-block.ts'
import { RunFile } from '../shuffle/run-file.ts'

/** The partitions of a stream, in a scratch file of the driver: read again whenever a task needs one. */
export class StreamedBlocks {
  readonly #file: RunFile

  /** @param scratch the scratch folder, which goes with the context */
  constructor(scratch: string) {
    this.#file = new RunFile(scratch, 'stream')
  }

  /** Writes the records of a partition. */
  write(rows: readonly unknown[]): void {
    this.#file.write([encodeChunk(rows)], [rows])
  }

  /** A split for each partition that was written; its bytes are read when they are asked for. */
  end(): BlockSplit[] {
    this.#file.close()
    return (this.#file.index[0] ?? []).map((block) => ({
      get bytes() {
        const bytes = readBlock(block)
        // Every thread can see it, as those of records that were never on disk.
        const shared = new Uint8Array(new SharedArrayBuffer(bytes.length))
        shared.set(bytes)
        return shared
      },
    }))
  }

  discard(): void {
    this.#file.discard()
  }
}
