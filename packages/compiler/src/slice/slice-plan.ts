import type { ts } from 'ts-morph'
import type { Task } from '../discover/task.ts'
import type { Linked } from '../link/linked.ts'
import { reach } from '../link/reach.ts'
import type { Linker } from '../link/linker.ts'

/** What the task bundle needs of one module. */
export interface SlicePlan {
  readonly file: ts.SourceFile
  readonly linked: ReadonlySet<Linked>
  /** The tasks written in this module, each with its place in the program's table. */
  readonly tasks: readonly { readonly task: Task; readonly index: number }[]
}

/** Sorts what the tasks of a program reach by module. */
export function planSlices(tasks: readonly Task[], linker: Linker): ReadonlyMap<string, SlicePlan> {
  const linked = new Map<ts.SourceFile, Set<Linked>>()
  for (const each of reach(
    tasks.flatMap(({ closure }) => closure.uses),
    linker,
  ).keys()) {
    if (each.kind !== 'whole') partOf(linked, each.file).add(each)
  }
  for (const { file } of tasks) partOf(linked, file)
  return new Map(
    [...linked].map(([file, reached]) => {
      const own = tasks.map((task, index) => ({ task, index })).filter(({ task }) => task.file === file)
      return [file.fileName, { file, linked: reached, tasks: own }]
    }),
  )
}

function partOf(linked: Map<ts.SourceFile, Set<Linked>>, file: ts.SourceFile): Set<Linked> {
  const known = linked.get(file)
  if (known) return known
  const made = new Set<Linked>()
  linked.set(file, made)
  return made
}
