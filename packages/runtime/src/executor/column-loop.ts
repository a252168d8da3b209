import type { Step } from '@atomic-ts/core/internal'
import { isColumn, type Column, type Rows } from '../columns/column.ts'
import { slice } from '../columns/gather.ts'
import { rowsOf } from '../columns/rows-of.ts'
import type { ColumnKernel, KernelTasks } from '../kernels/column-kernel.ts'
import { isBatch } from './batches.ts'
import type { Chunk, Loop, OpenLoop, Range } from './loop.ts'

/** A fused loop as it is generated: it knows records and ranges. */
export interface RowLoop<Out> {
  push(chunk: readonly unknown[] | Range): boolean
  finish(): Out
  abandon(): void
  size?(): number
}

/** So many records of a column are made at a time: most are gone before the next ones come. */
const batchSize = 1024

/** The loop, given the records of a column where it is given a column. */
export function takingColumns<Out>(loop: RowLoop<Out>): Loop<Out> {
  return {
    push: (chunk) => (isColumn(chunk) ? pushRows(loop, chunk) : loop.push(chunk)),
    finish: () => loop.finish(),
    abandon: () => loop.abandon(),
    size: () => loop.size?.() ?? 0,
  }
}

/** A loop that leaves columns to a kernel, and goes on record by record from the first chunk that is none for it. */
export function withKernel<Out>(
  kernel: ColumnKernel<Out>,
  step: Step,
  tasks: KernelTasks,
  openRows: OpenLoop<Out>,
): OpenLoop<Out> {
  return (env) => {
    const run = kernel(step, env, tasks)
    let rows: Loop<Out> | undefined
    return {
      push(chunk) {
        // No kernel is made for the columns of nothing, but nothing is no reason to leave it.
        if ('length' in chunk && chunk.length === 0) return false
        if (!rows) {
          if (!isRange(chunk) && run.take(chunk)) return false
          rows = openRows(env)
          for (const taken of run.taken) rows.push(taken)
        }
        return rows.push(chunk)
      },
      finish() {
        if (!rows) return run.finish()
        const rest = rows.finish()
        return run.behind?.(rest) ?? rest
      },
      abandon: () => rows?.abandon(),
      size: () => rows?.size?.() ?? run.taken.reduce((sum, { length }) => sum + length, 0),
    }
  }
}

/** A loop, and behind it one that takes what it gives, a piece at a time: most records are gone before the next come. */
export function inPieces<Out>(openFirst: OpenLoop, openNext: OpenLoop<Out>): OpenLoop<Out> {
  return (env) => {
    const next = openNext(env)
    const first = openFirst({ ...env, overflow: (rows) => isBatch(rows) && (next.push(rows), true) })
    return {
      push(chunk) {
        for (const piece of piecesOf(chunk)) {
          const isEnough = first.push(piece)
          next.push(first.finish())
          if (isEnough) return true
        }
        return false
      },
      finish: () => next.finish(),
      abandon() {
        first.abandon()
        next.abandon()
      },
    }
  }
}

const pieceSize = 4096

/** A chunk in pieces that a thread can look up between, where it can be cut without a copy. */
export function piecesOf(chunk: Rows, size?: number): Iterable<Rows>
export function piecesOf(chunk: Chunk, size?: number): Iterable<Chunk>
export function* piecesOf(chunk: Chunk, size: number = pieceSize): Iterable<Chunk> {
  if (!isColumn(chunk) && !isRange(chunk)) return yield chunk
  const length = lengthOf(chunk)
  for (let at = 0; at < length; at += size) yield partOf(chunk, at, Math.min(at + size, length))
}

/** How many records a chunk has. */
export function lengthOf(chunk: Chunk): number {
  return isRange(chunk) ? chunk.count : chunk.length
}

/** Some records of a chunk, one after the other. */
export function partOf(chunk: Chunk, from: number, to: number): Chunk {
  if (isColumn(chunk)) return slice(chunk, from, to)
  if (isRange(chunk)) return { start: chunk.start + from * chunk.step, step: chunk.step, count: to - from }
  return from === 0 && to === chunk.length ? chunk : chunk.slice(from, to)
}

function isRange(chunk: Chunk): chunk is Range {
  return !Array.isArray(chunk) && 'count' in chunk
}

function pushRows<Out>(loop: RowLoop<Out>, column: Column): boolean {
  if (column.kind === 'any') return loop.push(column.values)
  for (let from = 0; from < column.length; from += batchSize) {
    if (loop.push(rowsOf(column, from, Math.min(from + batchSize, column.length)))) return true
  }
  return false
}
