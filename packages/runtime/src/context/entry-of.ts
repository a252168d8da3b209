import { registeredPrograms, type Program, type TaskEntry } from '@atomic-ts/core/internal'

const entries = new WeakMap<Program, ReadonlyMap<string, TaskEntry>>()

/** What the build step recorded of a task, in any of this process's programs. */
export function entryOf(id: string): TaskEntry | undefined {
  for (const program of registeredPrograms()) {
    const known = entries.get(program) ?? new Map(program.manifest.tasks.map((task) => [task.id, task]))
    entries.set(program, known)
    const task = known.get(id)
    if (task) return task
  }
  return undefined
}
