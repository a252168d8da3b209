import type { ErrorRecord } from '../codec/error-record.ts'
import type { ToDriver, ToWorker } from './messages.ts'
import type { ProgramTable } from './program-table.ts'

/**
 * What processes of a cluster say to each other. A connection begins with a hello and its answer; from then on it carries
 * envelopes. Data never stands in a message; it rides beside it as blocks.
 */
export const protocolVersion = 1

/** What a connection is for: said first, and once. */
export interface Hello {
  readonly kind: 'driver'
  readonly version: number
  /** The driver's own name for what it starts; the same on all workers, and when it comes again. */
  readonly session: string
  /** The programs that the driver knows now. */
  readonly programs: readonly ProgramTable[]
}

/** The answer to a hello. */
export type HelloAnswer =
  | { readonly kind: 'welcome'; readonly version: number; readonly slots: number }
  | { readonly kind: 'refused'; readonly version: number; readonly error: ErrorRecord }

/** What a driver says to the executor process of its session. Slots have the worker's own numbers. */
export type ToExecutor =
  | { readonly kind: 'slot'; readonly slot: number; readonly message: ToWorker }
  /** What another slot of this worker was told before. */
  | { readonly kind: 'again'; readonly slot: number; readonly of: SharedKind; readonly id: number }
  | { readonly kind: 'kill'; readonly slot: number }
  | { readonly kind: 'close' }

/** What is sent once to each worker, however many slots need it. */
export type SharedKind = 'stage' | 'broadcast'

/** What an executor process says to its driver. */
export type FromExecutor =
  | { readonly kind: 'joined'; readonly slot: number }
  | { readonly kind: 'slot'; readonly slot: number; readonly message: ToDriver }
  | { readonly kind: 'lost'; readonly slot: number; readonly reason: WireLoss; readonly isLast: boolean }

/** Why a slot is gone, as data. */
export type WireLoss =
  | { readonly kind: 'memory'; readonly limit: number | undefined }
  | { readonly kind: 'exit'; readonly code: number }
  | { readonly kind: 'error'; readonly error: ErrorRecord }
  | { readonly kind: 'killed' }
