import { ts } from 'ts-morph'
import type { CaptureContext } from '../capture/find-closure.ts'
import { changeRemedy } from '../capture/check-writes.ts'
import type { FoundTasks } from '../discover/find-tasks.ts'
import type { Task } from '../discover/task.ts'
import { contains } from '../program/declaration-scope.ts'
import { pathOf } from './path-of.ts'
import { driverCode } from './driver-code.ts'
import type { Linked } from './linked.ts'
import { reach, type Step } from './reach.ts'
import { stateChanges, type StateChange } from './state-changes.ts'

/**
 * Reports module state that differs between driver and workers: a task reads what the driver changes, or the driver
 * reads what a task changes. Each worker has the module's state as its initialisers make it.
 */
export function checkStaleState({ tasks, sites }: FoundTasks, context: CaptureContext): void {
  const { program, linker, report } = context
  const reads = new Map<Linked, { readonly task: Task; readonly step: Step }>()
  for (const task of tasks) {
    for (const [linked, step] of reach(task.closure.uses, linker)) {
      if (!reads.has(linked)) reads.set(linked, { task, step })
    }
  }
  const changes = stateChanges(program, linker).filter(({ of }) => reads.has(of))
  if (changes.length === 0) return
  const pieces = sites.map(({ site }) => site)
  const driver = driverCode(program, linker, { reached: new Set(reads.keys()), sites: pieces })
  for (const change of changes) {
    const read = reads.get(change.of)
    if (!read || isMadeOnce(change.at, change.name.text)) continue
    const isTask = pieces.some(({ node }) => contains(node, change.at))
    const isShared = !isTask && change.inside !== undefined && reads.has(change.inside)
    const isDriver = isShared ? change.kind === 'assigns' && runsInDriver(change) : !isTask
    if (isDriver) reportStale(change, read)
    else reportLost(change)
  }

  function runsInDriver({ inside }: StateChange): boolean {
    return inside !== undefined && driver.runs.has(inside)
  }

  function reportStale(
    change: StateChange,
    { task, step }: { readonly task: Task; readonly step: Step },
  ): void {
    const name = nameOf(change.of)
    const verb = change.kind === 'assigns' ? 'assigns to it' : 'changes it'
    const path = pathOf(step, task)
    report.add({
      code: 'ATOMIC1010',
      at: path.at,
      message: `the task \`${task.name}\` reads \`${name}\`, but the driver ${verb}: a worker would not see the change`,
      remedy:
        `Give it its value where it is declared, or keep it in a variable inside of a function, for example \`main\`,\n` +
        `and it travels to the tasks as a value.`,
      related: [...path.related, { at: change.at, message: 'the driver changes it here' }],
    })
  }

  /** A task counts in its own worker's copy; the driver's stays as it was. */
  function reportLost(change: StateChange): void {
    const seen = driver.reads.find(({ to, at }) => behind(to) === change.of && !isTaskCode(at))
    if (!seen) return
    const name = nameOf(change.of)
    report.add({
      code: 'ATOMIC1001',
      at: change.at,
      message: `a task changes \`${name}\`, which the driver reads: the driver would never see the change`,
      remedy: changeRemedy,
      related: [{ at: seen.at, message: 'the driver reads it here' }],
    })
  }

  /** A function that both call reads the copy of whoever calls it. */
  function isTaskCode(at: ts.Node): boolean {
    return [...reads.keys()].some(
      (linked) => linked.kind === 'declared' && linked.nodes.some((node) => contains(node, at)),
    )
  }

  function behind(linked: Linked): Linked {
    const [next] = linked.kind === 'declared' ? [] : linker.edges(linked)
    return next ? behind(next.to) : linked
  }
}

/** `table ??= load()`, `if (!table) table = load()`: a value that is made where it is missing may be made in both. */
function isMadeOnce(at: ts.Node, name: string): boolean {
  const { parent } = at
  if (ts.isBinaryExpression(parent)) {
    const operator = parent.operatorToken.kind
    if (
      operator === ts.SyntaxKind.QuestionQuestionEqualsToken ||
      operator === ts.SyntaxKind.BarBarEqualsToken
    )
      return true
  }
  for (let node: ts.Node = at; !ts.isFunctionLike(node) && !ts.isSourceFile(node); node = node.parent) {
    if (ts.isIfStatement(node) && mentions(node.expression, name)) return true
  }
  return false
}

function mentions(node: ts.Node, name: string): boolean {
  if (ts.isIdentifier(node)) return node.text === name
  return ts.forEachChild(node, (child) => mentions(child, name) || undefined) === true
}

function nameOf(linked: Linked): string {
  return linked.kind === 'whole' ? linked.specifier : linked.name
}
