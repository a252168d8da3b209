import type { Step } from '@atomic-ts/core/internal'
import { isColumn, type Column } from '../columns/column.ts'
import { slice } from '../columns/gather.ts'
import { rowsOf } from '../columns/rows-of.ts'
import type { ColumnKernel, KernelTasks } from '../kernels/column-kernel.ts'
import type { Chunk, Loop, LoopEnv, Range } from './compile-pipeline.ts'

/** A fused loop as it is generated: it knows records and ranges. */
export interface RowLoop {
  push(chunk: readonly unknown[] | Range): boolean
  finish(): unknown[]
  abandon(): void
  size?(): number
}

/** So many records of a column are made at a time: most are gone before the next ones come. */
const batchSize = 1024

/** The loop, given the records of a column where it is given a column. */
export function takingColumns(loop: RowLoop): Loop {
  return {
    push: (chunk) => (isColumn(chunk) ? pushRows(loop, chunk) : loop.push(chunk)),
    finish: () => loop.finish(),
    abandon: () => loop.abandon(),
    size: () => loop.size?.() ?? 0,
  }
}

/** A loop that leaves columns to a kernel, and goes on record by record from the first chunk that is none for it. */
export function withKernel(
  kernel: ColumnKernel,
  step: Step,
  tasks: KernelTasks,
  openRows: (env: LoopEnv) => Loop,
): (env: LoopEnv) => Loop {
  return (env) => {
    const run = kernel(step, env, tasks)
    let rows: Loop | undefined
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
      finish: () => (rows ? after(run.given?.(), rows.finish()) : run.finish()),
      abandon: () => rows?.abandon(),
      size: () => rows?.size?.() ?? run.taken.reduce((sum, { length }) => sum + length, 0),
    }
  }
}

function after(given: Column | undefined, rows: Column | unknown[]): Column | unknown[] {
  if (!given) return rows
  return [...rowsOf(given), ...(isColumn(rows) ? rowsOf(rows) : rows)]
}

/** A loop, and behind it one that takes what it gives, a piece at a time: most records are gone before the next come. */
export function inPieces(
  openFirst: (env: LoopEnv) => Loop,
  openNext: (env: LoopEnv) => Loop,
): (env: LoopEnv) => Loop {
  return (env) => {
    const [first, next] = [openFirst(env), openNext(env)]
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
export function* piecesOf(chunk: Chunk, size: number = pieceSize): Iterable<Chunk> {
  if (isColumn(chunk)) {
    for (let at = 0; at < chunk.length; at += size) {
      yield slice(chunk, at, Math.min(at + size, chunk.length))
    }
  } else if (isRange(chunk)) {
    const { start, step, count } = chunk
    for (let at = 0; at < count; at += size) {
      yield { start: start + at * step, step, count: Math.min(size, count - at) }
    }
  } else {
    yield chunk
  }
}

function isRange(chunk: Chunk): chunk is Range {
  return !Array.isArray(chunk) && 'count' in chunk
}

function pushRows(loop: RowLoop, column: Column): boolean {
  if (column.kind === 'any') return loop.push(column.values)
  for (let from = 0; from < column.length; from += batchSize) {
    if (loop.push(rowsOf(column, from, Math.min(from + batchSize, column.length)))) return true
  }
  return false
}
