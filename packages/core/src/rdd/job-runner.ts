import type { ColumnarRecords } from './columnar-records.ts'
import type { Compression } from './file-ref.ts'
import type { Node } from './node.ts'
import type { Step, TaskRef } from '../operators/step.ts'
import type { AnyFunction } from '../tasks/manifest.ts'
import type { StoragePort } from './storage-port.ts'

/** The one port between describing a dataflow and running it; a Context is its implementation. */
export interface JobRunner {
  /** How many partitions a source has when the user does not say. */
  readonly defaultParallelism: number
  /** Makes the reference under which workers know a function; throws when they cannot know it. */
  link(fn: AnyFunction, at: string): TaskRef
  /** Refuses an action of a stopped context. `run` does so too; it is for those that may need no job. */
  checkRunning(action: Pick<JobSpec, 'op' | 'at'>): void
  /** Runs one job. Resolves to the sink's rows for each partition asked for, in that order. */
  run(job: JobSpec): Promise<unknown[][]>
  /** As `run`, with the rows of all partitions in one array. */
  collect(job: WholeSpec): Promise<unknown[]>
  /** As `collect`, in the columns in which rows travel. */
  collectColumnar(job: WholeSpec): Promise<ColumnarRecords<unknown>>
  /** Writes each partition's records to a file in a new folder, all at once or not at all. */
  save(job: Omit<JobSpec, 'sink'>, spec: SaveSpec): Promise<void>
  /** Encodes a value so that it can travel; throws when it cannot. */
  encode(value: unknown, at: string): Uint8Array
  decode(bytes: Uint8Array): unknown
  readonly storage: StoragePort
}

/** One job: a sink over some partitions of a node. */
export interface JobSpec {
  readonly node: Node
  readonly sink: Step
  /** The action and where the user called it. */
  readonly op: string
  readonly at: string
  /** All of them, when left out. */
  readonly partitions?: readonly number[] | undefined
  /** Cancels the job. */
  readonly signal?: AbortSignal | undefined
  /** Hears the sink's rows of each partition as soon as it is done. */
  readonly onPartition?: ((partition: number, rows: unknown[]) => void) | undefined
}

/** A job of which partitions by themselves are nothing. */
export type WholeSpec = Omit<JobSpec, 'onPartition'>

/** Where the records of a job are saved, and in which form. */
export interface SaveSpec {
  readonly path: string
  /** How records become bytes: the name of a part format. */
  readonly format: string
  /** Constants of the format. */
  readonly params?: Readonly<Record<string, unknown>>
  /** The user's functions that the format calls. */
  readonly tasks?: readonly TaskRef[]
  /** What the names of part files end with, such as `.json`, before that of the compression. */
  readonly extension?: string
  readonly compression?: Compression | undefined
  /** Whether what exists at the path is replaced. */
  readonly overwrite?: boolean | undefined
}
