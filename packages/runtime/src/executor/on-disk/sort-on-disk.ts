import { decodeChunk, encodeChunk } from '../../codec/chunk.ts'
import { isColumn, type Rows } from '../../columns/column.ts'
import { slice } from '../../columns/gather.ts'
import { costOf } from '../../memory/cost-of.ts'
import type { FileBlock } from '../../shuffle/block-ref.ts'
import { readBlock } from '../../shuffle/read-block.ts'
import { RunFile } from '../../shuffle/run-file.ts'
import { piecesOf } from '../column-loop.ts'
import type { Chunk, Loop } from '../compile-pipeline.ts'
import type { DiskEnv } from './cut-by-key.ts'
import { mergeRuns, recordsOfBlock, type Pair } from './merge-runs.ts'

/**
 * Pairs in the order of their keys, by a merge of sorted runs of which each had room; pairs of equal keys keep their
 * order (Knuth, The Art of Computer Programming 3, 5.4.1).
 * @param open the loop that sorts a run
 */
export function* sortOnDisk(
  chunks: Iterable<Chunk>,
  open: () => Loop,
  ascending: boolean,
  env: DiskEnv,
): Iterable<readonly unknown[]> {
  const file = new RunFile(env.scratch, 'sort')
  const runs: FileBlock[][] = []
  try {
    let loop = open()
    let held = 0
    for (const chunk of chunks) {
      for (const piece of piecesOf(chunk)) {
        env.throwIfCancelled()
        loop.push(piece)
        held += 'count' in piece ? 0 : costOf(piece)
        if (held <= env.room) continue
        runs.push(write(file, loop.finish()))
        loop = open()
        held = 0
      }
    }
    runs.push(write(file, loop.finish()))
    file.close()
    for (const batch of mergeRuns(runs.map(chunksOf), ascending)) {
      env.throwIfCancelled()
      yield batch
    }
  } finally {
    file.discard()
  }
}

function write(file: RunFile, rows: Rows): FileBlock[] {
  const blocks: FileBlock[] = []
  for (let from = 0; from < rows.length; from += recordsOfBlock) {
    const to = Math.min(from + recordsOfBlock, rows.length)
    const piece = isColumn(rows) ? slice(rows, from, to) : rows.slice(from, to)
    blocks.push(file.add(encodeChunk(piece), piece.length))
  }
  return blocks
}

function* chunksOf(blocks: readonly FileBlock[]): Iterable<readonly Pair[]> {
  for (const block of blocks) yield decodeChunk(readBlock(block)) as Pair[]
}
