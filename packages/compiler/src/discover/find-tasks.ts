import { ts } from 'ts-morph'
import { bare } from '../capture/function-type.ts'
import { findClosure, type CaptureContext } from '../capture/find-closure.ts'
import { localRole } from '../capture/local-role.ts'
import { declarationOf } from '../program/declaration-scope.ts'
import { symbolOf } from '../program/references.ts'
import { inlineName, numberNames } from '../ids/task-name.ts'
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
    const parameter = parameterOf(site.node)
    if (parameter) {
      queue.push(...flow.callers(parameter, site))
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
    for (const { kind, symbol } of closure.captures) {
      const parameter = kind === 'task' ? declarationOf(symbol) : undefined
      if (parameter && ts.isParameter(parameter)) queue.push(...flow.callers(parameter, site))
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

  /** The function parameter that a site hands on as it is; it carries its task already. */
  function parameterOf(node: Site['node']): ts.ParameterDeclaration | undefined {
    const name = ts.isExpression(node) ? bare(node) : undefined
    const symbol = name && ts.isIdentifier(name) ? symbolOf(name, program.checker) : undefined
    const declaration = symbol && declarationOf(symbol)
    if (!symbol || !declaration || !ts.isParameter(declaration)) return undefined
    return localRole(symbol, context).kind === 'task' ? declaration : undefined
  }
}
