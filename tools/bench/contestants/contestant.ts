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
  /** Starts its process, which makes its data ready. The signal ends it early. */
  start(problem: Problem, signal: AbortSignal): Promise<Player>
}

export type Found = { readonly version: string } | { readonly absent: string }

/** A contestant at work on one problem. */
export interface Player {
  /** The processes whose trees are its memory; none while none runs. */
  readonly pids: readonly number[]
  round(): Promise<Round>
  stop(): Promise<void>
}
