import { ts } from 'ts-morph'
import { eachAssigned } from '../capture/assigned.ts'
import type { CaptureContext } from '../capture/find-closure.ts'
import { bare } from '../capture/function-type.ts'
import type { FoundTasks } from '../discover/find-tasks.ts'
import { contains } from '../program/declaration-scope.ts'
import { reach } from './reach.ts'

/** Reports what the driver sets on the global object and a task reads: each worker has a global object of its own. */
export function checkGlobals(found: FoundTasks, { program, linker, report }: CaptureContext): void {
  const written = [...program.files.values()].flatMap(globalsSetIn)
  if (written.length === 0) return
  const code = new Set<ts.Node>(found.sites.map(({ site }) => site.node))
  for (const task of found.tasks) {
    for (const linked of reach(task.closure.uses, linker).keys()) {
      if (linked.kind === 'declared') for (const node of linked.nodes) code.add(node)
    }
  }
  const isTaskCode = ({ at }: Global): boolean => [...code].some((node) => contains(node, at))
  // What tasks set for themselves is theirs.
  const own = new Set(written.filter(isTaskCode).map(({ name }) => name))
  const changes = new Map(written.filter(({ name }) => !own.has(name)).map((each) => [each.name, each.at]))
  for (const node of code) visit(node)

  function visit(node: ts.Node): void {
    const name = globalName(node)
    const change = name !== undefined && changes.get(name)
    if (!change) return ts.forEachChild(node, visit)
    report.add({
      code: 'ATOMIC1010',
      at: node,
      message: `a task reads \`globalThis.${name}\`, which the driver sets: each worker has a global object of its own`,
      remedy:
        'Keep the value in a variable inside of a function, for example `main`, and it travels to the tasks.',
      related: [{ at: change, message: 'the driver sets it here' }],
    })
  }
}

interface Global {
  readonly name: string
  readonly at: ts.Node
}

function globalsSetIn(file: ts.SourceFile): readonly Global[] {
  const found: Global[] = []
  eachAssigned(file, (at) => {
    const name = globalName(at)
    if (name !== undefined) found.push({ name, at })
  })
  return found
}

/** The `x` of `globalThis.x`, `(globalThis as Own)['x']`. */
function globalName(node: ts.Node): string | undefined {
  if (!ts.isPropertyAccessExpression(node) && !ts.isElementAccessExpression(node)) return undefined
  const of = bare(node.expression)
  if (!ts.isIdentifier(of) || (of.text !== 'globalThis' && of.text !== 'global')) return undefined
  if (ts.isPropertyAccessExpression(node)) return node.name.text
  return ts.isStringLiteralLike(node.argumentExpression) ? node.argumentExpression.text : undefined
}
