import { decodeColumn, encodeChunk } from '../../codec/chunk.ts'
import type { Rows } from '../../columns/column.ts'
import { costOf } from '../../memory/cost-of.ts'
import type { FileBlock } from '../../shuffle/block-ref.ts'
import { readBlock } from '../../shuffle/read-block.ts'
import { RunFile } from '../../shuffle/run-file.ts'
import type { Chunk } from '../compile-pipeline.ts'
import type { DiskEnv } from './cut-by-key.ts'

/**
 * Chunks that have to be waited for, for a function that cannot wait: in memory as long as there is room, and then in a
 * file, which is removed when the last of them was taken.
 */
export async function holdUntilDone(chunks: AsyncIterable<Chunk>, env: DiskEnv): Promise<Iterable<Chunk>> {
  const held: Chunk[] = []
  const blocks: FileBlock[] = []
  let file: RunFile | undefined
  let cost = 0
  try {
    for await (const chunk of chunks) {
      if (file && !('count' in chunk)) blocks.push(write(file, chunk))
      else held.push(chunk)
      cost += 'count' in chunk ? 0 : costOf(chunk)
      if (cost > env.room) file ??= new RunFile(env.scratch, 'held')
    }
    file?.close()
  } catch (error) {
    file?.discard()
    throw error
  }
  return file ? andThen(held, file, blocks) : held
}

function* andThen(held: readonly Chunk[], file: RunFile, blocks: readonly FileBlock[]): Iterable<Chunk> {
  try {
    yield* held
    for (const block of blocks) yield decodeColumn(readBlock(block))
  } finally {
    file.discard()
  }
}

function write(file: RunFile, rows: Rows): FileBlock {
  return file.add(encodeChunk(rows), rows.length)
}
