import { createHash } from 'node:crypto'
import type { ts } from 'ts-morph'
import type { Task } from '../discover/task.ts'
import type { Edge, Linked, Whole } from '../link/linked.ts'
import type { Linker } from '../link/linker.ts'
import { reach } from '../link/reach.ts'
import type { UserProgram } from '../program/user-program.ts'
import { normalText } from './normal-text.ts'

/** What the hashes of a program are made from. */
export interface HashSources {
  readonly program: UserProgram
  readonly linker: Linker
  /** The hash of a package's code, or of another module that is taken whole. */
  readonly hashOf: (whole: Whole) => string
}

/** The ids of tasks, in their order: `path#symbol@hash`; the hash covers all that a task links to. */
export async function taskIds(tasks: readonly Task[], sources: HashSources): Promise<readonly string[]> {
  const texts = await readTexts(tasks, sources)
  return tasks.map((task) => {
    const record = taskRecord(task, texts, sources)
    const hash = createHash('sha256').update(record).digest('hex').slice(0, 12)
    return `${sources.program.relative(task.file.fileName)}#${task.name}@${hash}`
  })
}

type Texts = ReadonlyMap<ts.Node, string>

async function readTexts(tasks: readonly Task[], { program, linker }: HashSources): Promise<Texts> {
  const reached = reach(
    tasks.flatMap(({ closure }) => closure.uses),
    linker,
  ).keys()
  const nodes = new Set([
    ...[...reached].flatMap((each) => (each.kind === 'declared' ? each.nodes : [])),
    ...tasks.flatMap(({ body, closure }) => [
      ...(body.kind === 'code' ? [body.node] : []),
      ...closure.locals.map(({ node }) => node),
    ]),
  ])
  const read = async (node: ts.Node): Promise<[ts.Node, string]> => [
    node,
    await normalText(node, program.relative(node.getSourceFile().fileName)),
  ]
  return new Map(await Promise.all([...nodes].map(read)))
}

/**
 * The task's code, then the code of everything that it reaches in the order in which it is reached, each with the
 * numbers of what its names stand for: so it is independent of where things are written.
 */
function taskRecord({ body, closure }: Task, texts: Texts, { linker, hashOf }: HashSources): string {
  const numbers = new Map<Linked, number>()
  const queue: Linked[] = []
  const own = body.kind === 'name' ? body.path : (texts.get(body.node) ?? '')
  const captured = closure.captures.map(({ name, kind }) => `${kind} ${name}`)
  const lines = [own, ...captured, ...closure.locals.map(({ node }) => texts.get(node) ?? '')]
  lines.push(names(closure.uses))
  for (const each of queue) lines.push(...contentOf(each), names(linker.edges(each)))
  return lines.join('\n')

  function contentOf(linked: Linked): readonly string[] {
    if (linked.kind === 'declared') return linked.nodes.map((node) => texts.get(node) ?? '')
    return linked.kind === 'whole' ? [hashOf(linked)] : [linked.from]
  }

  function names(edges: readonly Edge[]): string {
    return edges
      .flatMap(({ to, at }) => ends(to).map((end) => `${isName(at) ? at.text : '*'}=${numberOf(end)}`))
      .join(' ')
  }

  function numberOf(linked: Linked): number {
    const known = numbers.get(linked)
    if (known !== undefined) return known
    numbers.set(linked, numbers.size)
    queue.push(linked)
    return numbers.size - 1
  }

  /** Imports and exports only pass on; of a package, the name that is taken matters. */
  function ends(linked: Linked): readonly Linked[] {
    if (linked.kind !== 'imported' && linked.kind !== 'exported') return [linked]
    const next = linker.edges(linked)
    return next.some(({ to }) => to.kind === 'whole') ? [linked] : next.flatMap(({ to }) => ends(to))
  }
}

function isName(node: ts.Node): node is ts.Identifier {
  return 'text' in node && !('statements' in node)
}
