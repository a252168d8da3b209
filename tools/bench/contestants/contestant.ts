import type { Problem } from '../workloads/workload.ts'
import type { Round } from './serve.ts'

/** Someone who solves the workloads. */
export interface Contestant {
  readonly name: string
  /** Its name in the table, and what runs it. */
  readonly title: string
  /** Its version, or why it takes no part. */
  find(): Found
  /** Whether it knows a workload. */
  knows(problem: Problem): boolean
  /** Starts its process, which makes its data ready. */
  start(problem: Problem): Promise<Player>
}

export type Found = { readonly version: string } | { readonly absent: string }

/** A contestant at work on one problem. */
export interface Player {
  /** The process whose tree is its memory; unknown while none runs. */
  readonly pid: number | undefined
  round(): Promise<Round>
  stop(): Promise<void>
}
