import { nodeName } from '../rdd/node-names.ts'
import { parentsOf, type Node } from '../rdd/node.ts'

/** A lineage in the form of Spark's `toDebugString`: the newest step first, indented at each shuffle. */
export function lineageText(node: Node, isPersisted: (node: Node) => boolean): string {
  return lines(node, isPersisted).join('\n')
}

function lines(node: Node, isPersisted: (node: Node) => boolean): string[] {
  const cached = isPersisted(node) ? ' [cached]' : ''
  const name = nodeName(node)
  const own = `(${node.partitions}) ${name === undefined ? '' : `${name}: `}${node.op} at ${node.at}${cached}`
  // A narrow parent stands straight below; only a shuffle or a union indents.
  const parents = parentsOf(node).map((parent) => lines(parent, isPersisted))
  const [only] = parents
  if (node.kind === 'narrow' && only) return [own, ...only]
  return [own, ...parents.flatMap((below, i) => branch(below, i === parents.length - 1))]
}

function branch([head = '', ...rest]: readonly string[], isLast: boolean): string[] {
  return [` +-${head}`, ...rest.map((line) => (isLast ? `   ${line}` : ` | ${line}`))]
}
