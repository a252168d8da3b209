import type { Node } from './node.ts'
import type { StorageLevel } from './storage-level.ts'

/** In the folder of `setCheckpointDir`, or as long as the context lives. */
export type CheckpointKind = 'reliable' | 'local'

/** How an RDD asks its context to keep what it computes. */
export interface StoragePort {
  /** Keeps the partitions of a node, from the next job that computes them. */
  persist(node: Node, level: StorageLevel, at: string): void
  /** Forgets them. When blocking, it resolves when every worker has. */
  unpersist(node: Node, options: { readonly blocking: boolean }): Promise<void>
  /** Saves the partitions of a node after the next job that needs it, and has it read from there. */
  checkpoint(node: Node, kind: CheckpointKind, at: string): void
  /** What a node was saved as; `undefined` when it was not, or not yet. */
  checkpointOf(node: Node): { readonly kind: CheckpointKind; readonly path: string } | undefined
  /** Where the partitions of a node are kept; `undefined` when they are not. */
  levelOf(node: Node): StorageLevel | undefined
}
