import type { Step } from '@atomic-ts/core/internal'
import { anyColumn, isColumn, type Column } from '../columns/column.ts'
import { rowsOf } from '../columns/rows-of.ts'
import type { ColumnKernel } from '../kernels/column-kernel.ts'
import type { Loop, LoopEnv, Range } from './compile-pipeline.ts'

/** A fused loop as it is generated: it knows records and ranges. */
export interface RowLoop {
  push(chunk: readonly unknown[] | Range): boolean
  finish(): unknown[]
  abandon(): void
}

/** So many records of a column are made at a time: most are gone before the next ones come. */
const batchSize = 1024

/** The loop, given the records of a column where it is given a column. */
export function takingColumns(loop: RowLoop): Loop {
  return {
    push: (chunk) => (isColumn(chunk) ? pushRows(loop, chunk) : loop.push(chunk)),
    finish: () => loop.finish(),
    abandon: () => loop.abandon(),
  }
}

/** A loop that leaves columns to a kernel, and goes on record by record from the first chunk that is none for it. */
export function withKernel(
  kernel: ColumnKernel,
  step: Step,
  openRows: (env: LoopEnv) => Loop,
): (env: LoopEnv) => Loop {
  return (env) => {
    const run = kernel(step, env)
    let rows: Loop | undefined
    return {
      push(chunk) {
        if (!rows) {
          if ('count' in chunk ? false : run.take(isColumn(chunk) ? chunk : anyColumn(chunk))) return false
          rows = openRows(env)
          for (const taken of run.taken) rows.push(taken)
        }
        return rows.push(chunk)
      },
      finish: () => (rows ?? run).finish(),
      abandon: () => rows?.abandon(),
    }
  }
}

function pushRows(loop: RowLoop, column: Column): boolean {
  if (column.kind === 'any') return loop.push(column.values)
  for (let from = 0; from < column.length; from += batchSize) {
    if (loop.push(rowsOf(column, from, Math.min(from + batchSize, column.length)))) return true
  }
  return false
}
