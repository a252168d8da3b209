import { ts } from 'ts-morph'
import type { FoundTasks } from '../discover/find-tasks.ts'
import type { Site } from '../discover/site.ts'
import type { Task, TaskSite } from '../discover/task.ts'

/** The name of a task without a name of its own: the functions around it and the operator, `main.filter`. */
export function inlineName({ node, operator }: Site): string {
  const around: string[] = []
  for (let at: ts.Node = node.parent; !ts.isSourceFile(at); at = at.parent) {
    const name = functionName(at)
    if (name !== undefined) around.unshift(name)
  }
  return [...around, operator].join('.')
}

/** Puts the tasks in order of file and place, and numbers those with equal names: `main.filter`, `main.filter:2`. */
export function numberNames(found: readonly TaskSite[], named: readonly Task[]): FoundTasks {
  const inline = found.filter(({ task }) => task.body.kind === 'code')
  const seen = new Map<string, number>()
  const renamed = new Map<Task, Task>()
  for (const { task } of inline.toSorted((a, b) => byPlace(a.task, b.task))) {
    const key = `${task.file.fileName}#${task.name}`
    const count = (seen.get(key) ?? 0) + 1
    seen.set(key, count)
    renamed.set(task, count === 1 ? task : { ...task, name: `${task.name}:${count}` })
  }
  return {
    tasks: [...named, ...renamed.values()].toSorted(byPlace),
    sites: found.map(({ site, task }) => ({ site, task: renamed.get(task) ?? task })),
  }
}

function byPlace(a: Task, b: Task): number {
  if (a.file !== b.file) return a.file.fileName < b.file.fileName ? -1 : 1
  return a.at.pos - b.at.pos
}

function functionName(node: ts.Node): string | undefined {
  if (ts.isFunctionDeclaration(node)) return node.name?.text ?? 'default'
  if (ts.isMethodDeclaration(node) || ts.isAccessor(node) || ts.isClassDeclaration(node))
    return nameText(node.name)
  if (ts.isConstructorDeclaration(node)) return 'constructor'
  if (ts.isExportAssignment(node)) return 'default'
  if (!ts.isArrowFunction(node) && !ts.isFunctionExpression(node)) return undefined
  const { parent } = node
  const holds =
    ts.isVariableDeclaration(parent) || ts.isPropertyDeclaration(parent) || ts.isPropertyAssignment(parent)
  return holds ? nameText(parent.name) : undefined
}

function nameText(name: ts.Node | undefined): string | undefined {
  return name && (ts.isIdentifier(name) || ts.isStringLiteral(name)) ? name.text : undefined
}
