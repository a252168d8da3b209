import type { ts } from 'ts-morph'
import { findClosure, type CaptureContext } from '../capture/find-closure.ts'
import { inlineName, numberNames } from '../ids/task-name.ts'
import { heldOrigins } from './function-origin.ts'
import { markedFunctions } from './marked-functions.ts'
import { namedFunction, type NamedFunction } from './named-function.ts'
import { operatorSites } from './operator-sites.ts'
import { ParameterFlow } from './parameter-flow.ts'
import type { Site } from './site.ts'
import type { Task, TaskSite } from './task.ts'

/** The tasks of a program, and the sites where the driver uses them. */
export interface FoundTasks {
  readonly tasks: readonly Task[]
  readonly sites: readonly TaskSite[]
}

/** Finds the tasks in all their forms: marked functions, functions given to operators, and those passed through parameters. */
export function findTasks(context: CaptureContext): FoundTasks {
  const { program, linker, report } = context
  const flow = new ParameterFlow(program, report)
  const named = new Map<ts.Declaration, Task>()
  const sites = new Map<ts.Node, TaskSite>()
  for (const marked of markedFunctions(program, linker, report)) nameTask(marked)
  const queue = [...operatorSites(program)]
  for (const site of queue) {
    if (!sites.has(site.node)) take(site)
  }
  return numberNames([...sites.values()], [...named.values()])

  function take(site: Site): void {
    const held = heldOrigins(site.node, program.checker)
    if (held) {
      queue.push(...flow.sitesOf(held, site.operator, site))
      return
    }
    const known = namedFunction(site.node, program, linker)
    const task = known ? nameTask(known) : inlineTask(site)
    sites.set(site.node, { site, task })
  }

  function nameTask(found: NamedFunction): Task {
    const { path, declaration, use } = found
    const known = named.get(declaration)
    if (known) return known
    const task: Task = {
      name: path,
      file: declaration.getSourceFile(),
      body: { kind: 'name', path },
      at: declaration,
      closure: { captures: [], locals: [], uses: [use] },
      type: program.checker.getTypeAtLocation(declaration),
    }
    named.set(declaration, task)
    return task
  }

  function inlineTask(site: Site): Task {
    const closure = findClosure(site, context)
    for (const { kind, at } of closure.captures) {
      const held = kind === 'task' ? heldOrigins(at, program.checker) : undefined
      if (held) queue.push(...flow.sitesOf(held, site.operator, site))
    }
    return {
      name: inlineName(site),
      file: site.node.getSourceFile(),
      body: { kind: 'code', node: site.node },
      at: site.node,
      closure,
      type: program.checker.getTypeAtLocation(site.node),
    }
  }
}
