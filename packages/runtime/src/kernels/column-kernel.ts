import type { AnyFunction, Step } from '@atomic-ts/core/internal'
import { anyColumn, isColumn, type Column, type Rows } from '../columns/column.ts'

/**
 * An operator that works on columns, without making records of them. Its answer is that of the operator's loop: records,
 * or the buckets of an exchange.
 */
export interface ColumnKernel<Out = Rows> {
  /** Starts on a partition. */
  (step: Step, env: KernelEnv, tasks: KernelTasks): ColumnRun<Out>
}

/** The functions of a kernel's step. */
export interface KernelTasks {
  readonly functions: readonly AnyFunction[]
  /** Compiles a loop that calls them as `tasks`: with code of its own for these functions, they can be inlined. */
  compile(source: string): unknown
}

/** What a kernel may ask of its attempt. */
export interface KernelEnv {
  /** Sends records on before the partition is done. */
  emit(part: Rows): void
  readonly partition: number
  /** How many records of the partition went to disk before those that come now. */
  readonly spilled: number
}

/** A kernel at work on one partition. */
export interface ColumnRun<Out = Rows> {
  /** Takes a chunk; false when it is not made for its columns. */
  take(rows: Rows): boolean
  /** What was taken so far, for the loop that goes on where the kernel cannot. */
  readonly taken: readonly Column[]
  /** What the loop gives that goes on, behind what was made already of records that are no longer among those taken. */
  behind?(rest: Out): Out
  /** What the operator gives. */
  finish(): Out
}

/** How a kernel works that looks at the whole partition at once. */
export interface WholePartition<Out> {
  /** Whether the kernel is made for a column, after those that it has. */
  readonly accepts: (column: Column, step: Step, taken: readonly Column[]) => boolean
  /** The column of records that come as they are; by default they are a column of any values. */
  readonly lift?: (rows: readonly unknown[], step: Step) => Column | undefined
  readonly run: (columns: readonly Column[], step: Step, env: KernelEnv, tasks: KernelTasks) => Out
  /** Records that stand for those taken so far, of a kernel that gives fewer than it takes. */
  readonly condense?: (columns: readonly Column[], step: Step, env: KernelEnv, tasks: KernelTasks) => Column
}

/** So many records are held before they are condensed. */
const mostHeld = 1 << 17

/** A kernel that looks at the whole partition at once. */
export function wholePartition<Out = Rows>({
  accepts,
  lift,
  run,
  condense,
}: WholePartition<Out>): ColumnKernel<Out> {
  return (step, env, tasks) => {
    const taken: Column[] = []
    let held = 0
    let most = mostHeld
    return {
      taken,
      take(rows) {
        const column = isColumn(rows) ? rows : (lift?.(rows, step) ?? anyColumn(rows))
        if (!accepts(column, step, taken)) return false
        taken.push(column)
        held += column.length
        if (condense && held >= most) condenseTaken()
        return true
      },
      finish: () => run(taken, step, env, tasks),
    }

    function condenseTaken(): void {
      const condensed = condense?.(taken, step, env, tasks)
      if (!condensed) return
      // Where most records differ, it is not worth while to look again soon.
      const areMostlyNew = condensed.length > held * 0.75
      taken.splice(0, taken.length, condensed)
      held = condensed.length
      most = Math.max(mostHeld, (areMostlyNew ? 32 : 4) * held)
    }
  }
}
