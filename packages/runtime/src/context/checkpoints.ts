import { randomUUID } from 'node:crypto'
import { accessSync, constants, mkdirSync, readdirSync, rmdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import {
  asOfNow,
  AtomicError,
  node as newNode,
  nodeName,
  parentsOf,
  setNodeName,
  truncate,
  type CheckpointKind,
  type Node,
  type S3Options,
  type SourceNode,
} from '@atomic-ts/core/internal'
import { encodeChunk } from '../codec/chunk.ts'
import { fileSystemOf, schemeOf } from '../files/file-system.ts'
import { localPath } from '../files/local-path.ts'
import { isOwnerGone } from '../files/owner-mark.ts'
import { outputError } from '../files/output-error.ts'

/** An RDD that is to be saved, or is. */
export interface Checkpoint {
  readonly kind: CheckpointKind
  /** Of its files, which hold it. */
  readonly id: string
  /** The folder. */
  readonly path: string
  /** Where the user asked for it. */
  readonly at: string
  state: 'marked' | 'saving' | 'saved'
}

/** Writes the partitions of a node, all at once or not at all. */
export type SaveCheckpoint = (node: Node, checkpoint: Checkpoint) => Promise<void>

/** Which RDDs of a context are to be saved, and which are. */
export class Checkpoints {
  readonly #scratch: string
  readonly #s3: S3Options | undefined
  readonly #moved: (from: Node, to: Node) => void
  readonly #checkpoints = new WeakMap<Node, Checkpoint>()
  readonly #unreachable = new FinalizationRegistry<string>((path) =>
    rmSync(path, { recursive: true, force: true }),
  )
  #folder: string | undefined
  /** Marks that are left: most contexts have none. */
  #marks = 0

  /**
   * @param scratch where local ones are saved
   * @param moved hears what stands for a node from now on
   */
  constructor(scratch: string, s3: S3Options | undefined, moved: (from: Node, to: Node) => void) {
    this.#scratch = scratch
    this.#s3 = s3
    this.#moved = moved
  }

  /** The folder of this context. */
  get folder(): string | undefined {
    return this.#folder
  }

  /** @throws ATOMIC5004 when nothing can be written there */
  setFolder(path: string, at: string): void {
    const isLocal = ['file', undefined].includes(schemeOf(path))
    const parent = isLocal ? localPath(path) : path.replace(/\/+$/, '')
    try {
      fileSystemOf(path, at)
      if (isLocal) mkdirSync(parent, { recursive: true })
      if (isLocal) {
        accessSync(parent, constants.W_OK)
        sweep(parent)
      }
    } catch (cause) {
      throw outputError(path, cause, at)
    }
    // Of its own, as in Spark: RDDs of other programs have the same ids.
    this.#folder = `${parent}/${randomUUID()}`
  }

  /** @throws ATOMIC2006 when no folder is set */
  mark(node: Node, kind: CheckpointKind, at: string): void {
    if (this.#checkpoints.has(node)) return
    const id = randomUUID()
    const path = kind === 'local' ? join(this.#scratch, `checkpoint-${id}`) : this.#pathOf(node, at)
    this.#checkpoints.set(node, { kind, id, path, at, state: 'marked' })
    this.#marks++
  }

  /** The checkpoint that a node is read from. */
  of(node: Node): Checkpoint | undefined {
    const found = this.#checkpoints.get(node)
    return found?.state === 'saved' ? found : undefined
  }

  /** Saves what is marked of a node's lineage: what comes first on the way down. */
  async take(root: Node, save: SaveCheckpoint): Promise<void> {
    if (this.#marks === 0) return
    for (const node of this.#marked(asOfNow(root), new Set())) {
      const checkpoint = this.#checkpoints.get(node)
      if (checkpoint?.state !== 'marked') continue
      checkpoint.state = 'saving'
      try {
        await save(node, checkpoint)
        this.#truncate(node, checkpoint)
        checkpoint.state = 'saved'
        this.#marks--
      } finally {
        if (checkpoint.state === 'saving') checkpoint.state = 'marked'
      }
    }
  }

  #pathOf({ id }: Node, at: string): string {
    if (this.#folder !== undefined) return `${this.#folder}/rdd-${id}`
    throw new AtomicError('ATOMIC2006', {
      what: 'checkpoint needs a folder, and none is set.',
      at,
      fix: 'Call ctx.setCheckpointDir(path) before, or use localCheckpoint().',
    })
  }

  #marked(node: Node, seen: Set<Node>): Node[] {
    if (seen.has(node)) return []
    seen.add(node)
    if (this.#checkpoints.has(node)) return [node]
    return parentsOf(node).flatMap((parent) => this.#marked(parent, seen))
  }

  #truncate(node: Node, checkpoint: Checkpoint): void {
    const { id, path, at, kind } = checkpoint
    const where = { at, s3: this.#s3 }
    const files = node.partitions === 0 ? [] : fileSystemOf(path).find(path, where)
    const splits = files.map((file) => ({ bytes: encodeChunk([{ file, start: 0, end: file.size }]) }))
    const source = newNode<SourceNode>({
      ...{ kind: 'source', op: 'checkpoint', at, partitions: node.partitions },
      source: { kind: 'splits', splits },
    })
    const options = { id, of: `${node.op} at ${node.at}` }
    const by = truncate(node, source, [{ op: 'openFiles', params: { format: 'checkpoint', options } }])
    const name = nodeName(node)
    if (name !== undefined) setNodeName(by, name)
    if (kind === 'local') this.#unreachable.register(by, path)
    this.#checkpoints.set(by, checkpoint)
    this.#moved(node, by)
  }
}

/** Removes what processes left that were killed while they saved. What they had saved stays. */
function sweep(parent: string): void {
  for (const folder of readdirSync(parent).filter((name) => isUuid.test(name))) {
    try {
      for (const name of readdirSync(join(parent, folder))) {
        const [, owner] = /^\.rdd-\d+\.atomic~(.*)$/.exec(name) ?? []
        if (owner === undefined || !isOwnerGone(owner)) continue
        rmSync(join(parent, folder, name), { recursive: true, force: true })
      }
      // It goes when nothing is left in it.
      rmdirSync(join(parent, folder))
    } catch {}
  }
}

const isUuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
