import type { ToDriver, ToWorker } from '../wire/messages.ts'

/** A message and the blocks that ride beside it. */
export interface Envelope<M> {
  readonly message: M
  readonly blocks: readonly Uint8Array[]
}

/** Why a slot is gone. */
export type LossReason =
  | { readonly kind: 'memory'; readonly limit: number | undefined }
  | { readonly kind: 'exit'; readonly code: number }
  | { readonly kind: 'error'; readonly error: unknown }
  | { readonly kind: 'killed' }
  /** Its worker is gone. */
  | { readonly kind: 'worker'; readonly worker: string; readonly why: string }

/** What a driver hears from its transport. */
export interface TransportListener {
  /** A slot is up and takes messages. */
  joined(slot: number): void
  received(slot: number, envelope: Envelope<ToDriver>): void
  /**
   * A slot is gone. The transport replaces it by a new one with another number, unless `isLast`: then slots do not even
   * start, and it gives up.
   */
  lost(slot: number, reason: LossReason, isLast?: boolean): void
  /** There has been no slot for too long: jobs that wait for one fail. Slots may come back later. */
  deserted(error: unknown): void
}

/** The port between a driver and its slots. One slot runs one task at a time, and messages keep their order. */
export interface Transport {
  /** Number of slots when all are up; of workers elsewhere, of those that are connected. */
  readonly size: number
  /** True when functions can be passed as they are, since driver and slot are one thread. */
  readonly sharesFunctions: boolean
  start(listener: TransportListener): void
  send(slot: number, envelope: Envelope<ToWorker>): void
  /** Ends the slot at once, whatever it does. */
  kill(slot: number): void
  /** Stops every slot; resolves when none is left. */
  close(): Promise<void>
}
