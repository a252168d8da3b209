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

/** Map outputs, by the ids of the attempts that left them, and the workers that kept and keep them. */
export interface AdoptedOutputs {
  readonly from: number
  readonly to: number
  readonly outputs: readonly number[]
}

/** What a driver hears from its transport. */
export interface TransportListener {
  /**
   * A slot is up and takes messages.
   * @param worker the process that it belongs to: this one when left out. Numbers are never used again, so a worker that
   * was lost and comes back is another one
   */
  joined(slot: number, worker?: number): void
  received(slot: number, envelope: Envelope<ToDriver>): void
  /**
   * A slot is gone. The transport replaces it by a new one with another number, unless `isLast`: then slots do not even
   * start, and it gives up.
   */
  lost(slot: number, reason: LossReason, isLast?: boolean): void
  /** There has been no slot for too long: jobs that wait for one fail. Slots may come back later. */
  deserted(error: unknown): void
  /** A worker is gone with all of its slots and all that it kept: nothing that it still says counts. */
  workerLost(worker: number, reason: LossReason): void
  /** A worker will leave: it shall get no more tasks. The transport's `drained` is called when it runs nothing more. */
  draining(worker: number): void
  /** A worker that leaves has handed map outputs over to another one. */
  adopted(outputs: AdoptedOutputs): void
}

/** The port between a driver and its slots. One slot runs one task at a time, and messages keep their order. */
export interface Transport {
  /** Number of slots when all are up; of workers elsewhere, of those that are connected. */
  readonly size: number
  /** True when functions can be passed as they are, since driver and slot are one thread. */
  readonly sharesFunctions: boolean
  /** True when a slot can be sent attempts while it is at another one, and told to let go of them. */
  readonly keepsLines?: boolean
  start(listener: TransportListener): void
  send(slot: number, envelope: Envelope<ToWorker>): void
  /** Ends the slot at once, whatever it does. */
  kill(slot: number): void
  /** A worker that is leaving runs nothing more: it may hand over what it keeps, and go. */
  drained?(worker: number): void
  /** Brings a file or a folder that is sent along with tasks to workers that do not see it. */
  addFile?(path: string, name: string): void
  /** Nobody will read a map output that a worker keeps. */
  drop?(worker: number, output: number): void
  /** Nobody will read records of the driver's own, which workers elsewhere keep. */
  forgetSource?(node: number): void
  /** Starts and stops workers, where that can be done. */
  readonly provider?: WorkerProvider
  /** Stops every slot; resolves when none is left. */
  close(): Promise<void>
}

/** The port to what starts workers: processes of this machine, containers, machines. */
export interface WorkerProvider {
  /** There should be so many workers in all. It may be called again, and stops none. */
  request(total: number): void
  /** A worker gets no more tasks, and may be stopped. */
  release(worker: number): void
}
