import type { Manifest, TaskEntry } from '@atomic-ts/core/internal'
import type { CaptureContext } from '../capture/find-closure.ts'
import type { FoundTasks } from '../discover/find-tasks.ts'
import type { Task } from '../discover/task.ts'
import { taskTypes } from '../schema/task-types.ts'
import { taskSchemas } from '../schema/task-schemas.ts'

/** The record of a program's tasks, which driver and workers share. */
export function makeManifest(
  { tasks, sites }: FoundTasks,
  { program, linker }: Pick<CaptureContext, 'program' | 'linker'>,
  hashes: { readonly ids: readonly string[]; readonly fingerprint: string },
): Manifest {
  const typesOf = taskTypes(program, linker, { sites })
  const entry = (task: Task, index: number): TaskEntry => {
    const types = typesOf(task)
    return {
      id: hashes.ids[index] ?? '',
      name: task.name,
      file: program.relative(task.file.fileName),
      line: task.file.getLineAndCharacterOfPosition(task.at.getStart()).line + 1,
      captures: task.closure.captures.map(({ name }) => name),
      ...taskSchemas(task, program.checker),
      ...(types ? { types } : {}),
    }
  }
  return { version: 1, fingerprint: hashes.fingerprint, tasks: tasks.map(entry) }
}
