import type { AnyFunction, Step } from '@atomic-ts/core/internal'
import { columnOf } from '../codec/pairs-in-columns.ts'
import {
  anyColumn,
  isColumn,
  numberColumn,
  pairColumns,
  tupleColumn,
  type Column,
  type Rows,
} from '../columns/column.ts'
import { concat } from '../columns/concat.ts'
import { rowsOf } from '../columns/rows-of.ts'
import type { KernelTasks } from '../kernels/column-kernel.ts'
import { behindSplit } from './behind-split.ts'
import { pair } from './kernel.ts'
import { pairedNumber, separatorOf } from './known-tasks.ts'
import type { Loop, OpenLoop } from './loop.ts'
import { rowsIn } from './records-in.ts'

/** What a step makes of a chunk, a column at a time. Pairs in columns are not made to be taken apart again. */
type ColumnStep = (rows: Rows) => Rows

/** The steps that need no more of pairs than their keys or their values, or make pairs. */
const columnSteps: Readonly<Record<string, (tasks: KernelTasks) => ColumnStep>> = {
  keys: () => (rows) => partOf(rows, 0),
  values: () => (rows) => partOf(rows, 1),
  keyBy(tasks) {
    const keyOf = mapper(tasks)
    return (rows) => pairs(columnOf(keyOf(valuesIn(rows))), rows)
  },
  mapValues(tasks) {
    const map = mapper(tasks)
    return (rows) => pairs(partOf(rows, 0), columnOf(map(valuesIn(partOf(rows, 1)))))
  },
}

/** Whether all steps work on columns as they are. */
export function areColumnSteps(steps: readonly Step[], tasksOf: TasksOf): boolean {
  return restBehindSplit(steps, tasksOf).every(({ op }) => op in columnSteps)
}

/**
 * The steps before any other that is more than a part of a pair, or a split of lines.
 * @param looksUp whether words may be looked up later: where they are not, a split costs least as it is
 */
export function leadingParts(steps: readonly Step[], tasksOf: TasksOf, looksUp: boolean): readonly Step[] {
  if (looksUp && separatorOfStep(steps[0], tasksOf) !== undefined) return steps.slice(0, 1)
  const end = steps.findIndex(({ op }) => op !== 'keys' && op !== 'values')
  return end < 0 ? steps : steps.slice(0, end)
}

type TasksOf = (step: Step) => KernelTasks

/** The steps behind those that split lines, and make a pair of each word and a number. */
function restBehindSplit(steps: readonly Step[], tasksOf: TasksOf): readonly Step[] {
  if (separatorOfStep(steps[0], tasksOf) === undefined) return steps
  return steps.slice(numberOfStep(steps[1], tasksOf) === undefined ? 1 : 2)
}

function separatorOfStep(step: Step | undefined, tasksOf: TasksOf): number | undefined {
  const task = plainTask('flatMap', step, tasksOf)
  return task && separatorOf(task)
}

function numberOfStep(step: Step | undefined, tasksOf: TasksOf): number | undefined {
  const task = plainTask('map', step, tasksOf)
  return task && pairedNumber(task)
}

/** The function of a step, when it captures nothing. */
function plainTask(op: string, step: Step | undefined, tasksOf: TasksOf): AnyFunction | undefined {
  const isPlain = step?.op === op && step.tasks?.[0]?.captures === undefined
  return isPlain ? tasksOf(step).functions[0] : undefined
}

/**
 * A loop behind such steps.
 * @param openRecords the loop with these steps inside, for lines whose words are not worth a column
 */
export function afterColumnSteps<Out>(
  steps: readonly Step[],
  tasksOf: TasksOf,
  open: OpenLoop<Out>,
  openRecords: () => OpenLoop<Out>,
): OpenLoop<Out> {
  const [first, second] = steps
  const separator = separatorOfStep(first, tasksOf)
  if (!first || separator === undefined)
    return afterEach(
      steps.flatMap((step) => columnSteps[step.op]?.(tasksOf(step)) ?? []),
      open,
    )
  const rest = restBehindSplit(steps, tasksOf).flatMap((step) => columnSteps[step.op]?.(tasksOf(step)) ?? [])
  const number = numberOfStep(second, tasksOf)
  const run = number === undefined ? rest : [pairedWith(number), ...rest]
  return behindSplit(separator, tasksOf(first), { words: afterEach(run, open), lines: openRecords() })
}

function afterEach<Out>(run: readonly ColumnStep[], open: OpenLoop<Out>): OpenLoop<Out> {
  if (run.length === 0) return open
  return (env) => {
    const loop = open(env)
    return {
      push: (chunk) => loop.push(run.reduce((rows, step) => step(rows), rowsIn(chunk))),
      finish: () => loop.finish(),
      abandon: () => loop.abandon(),
      size: () => loop.size?.() ?? 0,
    }
  }
}

/** Gives on what came since it was asked last, as it came. */
export function givingOn(): Loop {
  let held: Column[] = []
  return {
    push(chunk) {
      const rows = rowsIn(chunk)
      held.push(isColumn(rows) ? rows : anyColumn(rows))
      return false
    },
    finish() {
      const given = concat(held)
      held = []
      return given
    },
    abandon() {},
  }
}

function pairedWith(number: number): ColumnStep {
  return (rows) => pairs(rows, numberColumn(new Int8Array(rows.length).fill(number)))
}

function partOf(rows: Rows, part: 0 | 1): Rows {
  const columns = isColumn(rows) ? pairColumns(rows) : undefined
  if (columns) return columns[part]
  const taken: unknown[] = []
  for (const record of isColumn(rows) ? rowsOf(rows) : rows) {
    pair(record)
    taken.push((record as readonly unknown[])[part])
  }
  return taken
}

function pairs(keys: Rows, values: Rows): Column {
  const columns = [keys, values].map((rows) => (isColumn(rows) ? rows : columnOf(rows)))
  return tupleColumn(columns, keys.length)
}

/** The values of a column, typed as they lie there. */
function valuesIn(rows: Rows): ArrayLike<unknown> {
  if (!isColumn(rows)) return rows
  return rows.kind === 'numbers' ? rows.values : rowsOf(rows)
}

/** Maps arrays by the task, in a loop of its own. */
function mapper(tasks: KernelTasks): (values: ArrayLike<unknown>) => unknown[] {
  return tasks.compile(`const f = tasks[0]
return (values) => {
  const mapped = []
  for (let i = 0; i < values.length; i++) mapped.push(f(values[i]))
  return mapped
}`) as (values: ArrayLike<unknown>) => unknown[]
}
