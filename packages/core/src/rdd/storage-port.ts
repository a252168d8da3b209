import type { Node } from './node.ts'
import type { StorageLevel } from './storage-level.ts'

/** How an RDD asks its context to keep what it computes. */
export interface StoragePort {
  /** Keeps the partitions of a node, from the next job that computes them. */
  persist(node: Node, level: StorageLevel, at: string): void
  /** Forgets them. When blocking, it resolves when every worker has. */
  unpersist(node: Node, options: { readonly blocking: boolean }): Promise<void>
  /** Where the partitions of a node are kept; `undefined` when they are not. */
  levelOf(node: Node): StorageLevel | undefined
}
