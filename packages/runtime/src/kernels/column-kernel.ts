import type { Step } from '@atomic-ts/core/internal'
import type { Column } from '../columns/column.ts'

/** An operator that works on columns, without making records of them. Its answer is that of the operator's loop. */
export interface ColumnKernel {
  /** Starts on a partition. */
  (step: Step, env: KernelEnv): ColumnRun
}

/** What a kernel may ask of its attempt. */
export interface KernelEnv {
  /** Sends records on before the partition is done. */
  emit(part: Column): void
  readonly partition: number
}

/** A kernel at work on one partition. */
export interface ColumnRun {
  /** Takes a chunk; false when it is not made for its columns. */
  take(column: Column): boolean
  /** What was taken so far, for the loop that goes on where the kernel cannot. */
  readonly taken: readonly Column[]
  /** What the operator gives: records, or for an exchange the records of each partition. */
  finish(): Column | unknown[]
}

/** A kernel that looks at the whole partition at once. */
export function wholePartition(
  accepts: (column: Column, step: Step) => boolean,
  run: (columns: readonly Column[], step: Step, env: KernelEnv) => Column | unknown[],
): ColumnKernel {
  return (step, env) => {
    const taken: Column[] = []
    return {
      taken,
      take: (column) => accepts(column, step) && taken.push(column) > 0,
      finish: () => run(taken, step, env),
    }
  }
}
