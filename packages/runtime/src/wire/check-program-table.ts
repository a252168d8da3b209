import type { ProgramTable, TaskPlace } from './program-table.ts'
import { count, list, shape, text, type Fields } from './shape.ts'

/** What is checked of a program's task table. */
export const programTableFields: Fields<ProgramTable> = {
  fingerprint: text,
  bundle: text,
  tasks: list(shape<TaskPlace>({ id: text, file: text, line: count })),
}
