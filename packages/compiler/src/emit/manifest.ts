import type { Manifest, TaskEntry } from '@atomic-ts/core/internal'
import type { Task } from '../discover/task.ts'
import type { UserProgram } from '../program/user-program.ts'
import { taskSchemas } from '../schema/task-schemas.ts'

/** The record of a program's tasks, which driver and workers share. */
export function makeManifest(
  program: UserProgram,
  tasks: readonly Task[],
  hashes: { readonly ids: readonly string[]; readonly fingerprint: string },
): Manifest {
  const entry = (task: Task, index: number): TaskEntry => ({
    id: hashes.ids[index] ?? '',
    name: task.name,
    file: program.relative(task.file.fileName),
    line: task.file.getLineAndCharacterOfPosition(task.at.getStart()).line + 1,
    captures: task.closure.captures.map(({ name }) => name),
    ...taskSchemas(task, program.checker),
  })
  return { version: 1, fingerprint: hashes.fingerprint, tasks: tasks.map(entry) }
}
