import { compareKeys } from '@atomic-ts/core/internal'
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

type Pair = readonly [key: unknown, value: unknown]

const recordsOfBlock = 4096

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
    yield* merge(runs, ascending, env)
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

function* merge(
  runs: readonly (readonly FileBlock[])[],
  ascending: boolean,
  env: DiskEnv,
): Iterable<readonly unknown[]> {
  const compare = ascending ? compareFast : (a: unknown, b: unknown) => compareFast(b, a)
  const order = (a: Cursor, b: Cursor): number => compare(a.key, b.key) || a.run - b.run
  // The cursors in the order of their next records, the first one last.
  const cursors: Cursor[] = []
  for (const [run, blocks] of runs.entries()) {
    const cursor = new Cursor(run, blocks)
    if (cursor.pair) insert(cursors, cursor, order)
  }
  let batch: unknown[] = []
  for (let cursor = cursors.pop(); cursor; cursor = cursors.pop()) {
    // The run goes on for as long as its records come before those of all others.
    const next = cursors.at(-1)
    const isFirst = next ? (one: Cursor) => order(one, next) < 0 : () => true
    do {
      batch.push(cursor.pair)
      cursor.advance()
      if (batch.length < recordsOfBlock) continue
      env.throwIfCancelled()
      yield batch
      batch = []
    } while (cursor.pair && isFirst(cursor))
    if (cursor.pair) insert(cursors, cursor, order)
  }
  yield batch
}

/** Where a merge is in one run. */
class Cursor {
  readonly run: number
  readonly #blocks: readonly FileBlock[]
  #block = 0
  #rows: readonly Pair[] = []
  #at = 0
  pair: Pair | undefined
  key: unknown

  constructor(run: number, blocks: readonly FileBlock[]) {
    this.run = run
    this.#blocks = blocks
    this.advance()
  }

  advance(): void {
    if (this.#at === this.#rows.length) {
      const block = this.#blocks[this.#block++]
      this.#rows = block ? (decodeChunk(readBlock(block)) as Pair[]) : []
      this.#at = 0
    }
    this.pair = this.#rows[this.#at++]
    this.key = this.pair?.[0]
  }
}

function insert(cursors: Cursor[], cursor: Cursor, order: (a: Cursor, b: Cursor) => number): void {
  let low = 0
  let high = cursors.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const other = cursors[middle]
    if (other && order(other, cursor) > 0) low = middle + 1
    else high = middle
  }
  cursors.splice(low, 0, cursor)
}

/** As `compareKeys`, without a look at types where they are most often equal. */
function compareFast(a: unknown, b: unknown): number {
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0
  if (typeof a === 'number' && typeof b === 'number') {
    if (a < b) return -1
    if (a > b) return 1
    if (a === b) return 0
  }
  return compareKeys(a, b)
}
