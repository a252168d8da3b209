import type { Program, TaskEntry } from '@atomic-ts/core/internal'

/** The task table of a program, as far as driver and worker compare it. */
export interface ProgramTable {
  readonly fingerprint: string
  /** `file:` URL of the task bundle, on the machine of who says it. */
  readonly bundle: string
  readonly tasks: readonly TaskPlace[]
}

/** A task, and where it stands in the user's code. */
export type TaskPlace = Pick<TaskEntry, 'id' | 'file' | 'line'>

/** The table of a built program. */
export function programTable({ manifest, bundle }: Program): ProgramTable {
  const tasks = manifest.tasks.map(({ id, file, line }) => ({ id, file, line }))
  return { fingerprint: manifest.fingerprint, bundle, tasks }
}

/**
 * What tells two tables apart, in lines for people: tasks that only one of them has, and those that changed. Nothing when
 * the tasks are the same.
 */
export function tableDiff(
  driver: readonly TaskPlace[],
  worker: readonly (Pick<TaskPlace, 'id'> & Partial<TaskPlace>)[],
): readonly string[] {
  const here = new Set(driver.map(({ id }) => id))
  const there = new Set(worker.map(({ id }) => id))
  const extra = new Map(worker.filter(({ id }) => !here.has(id)).map((task) => [symbolOf(task.id), task]))
  const lines = driver
    .filter(({ id }) => !there.has(id))
    .map((task) => {
      const other = extra.get(symbolOf(task.id))
      extra.delete(symbolOf(task.id))
      return other ? `  ~ ${show(task)}, on the worker ${show(other)}` : `  - ${show(task)}`
    })
  return [...lines, ...[...extra.values()].map((task) => `  + ${show(task)}`)]
}

/** A task's id without its hash. */
function symbolOf(id: string): string {
  return id.slice(0, id.lastIndexOf('@'))
}

function show({ id, file, line }: Pick<TaskPlace, 'id'> & Partial<TaskPlace>): string {
  return file === undefined ? id : `${id} (${file}:${line})`
}
