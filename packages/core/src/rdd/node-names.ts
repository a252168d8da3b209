import type { Node } from './node.ts'

const names = new WeakMap<Node, string>()

/** Gives a node a name of the user's. */
export function setNodeName(node: Node, name: string): void {
  names.set(node, name)
}

/** The name that a user gave a node. */
export function nodeName(node: Node): string | undefined {
  return names.get(node)
}
