import type { ErrorRecord } from '../codec/error-record.ts'
import type { ToDriver, ToWorker } from './messages.ts'
import type { ProgramTable } from './program-table.ts'

/**
 * What processes of a cluster say to each other. A connection begins with a hello and its answer; from then on it carries
 * envelopes. Data never stands in a message; it rides beside it as blocks.
 */
export const protocolVersion = 2

/** What a connection is for: said first, and once. */
export type Hello = DriverHello | PeerHello | JoinHello

/** A driver wants slots. */
export interface DriverHello {
  readonly kind: 'driver'
  readonly version: number
  /** The driver's own name for what it starts; the same on all workers, and when it comes again. */
  readonly session: string
  /** The programs that the driver knows now. */
  readonly programs: readonly ProgramTable[]
  /** How long an executor process may be silent, in milliseconds. */
  readonly silence: number
}

/** An executor process of the same driver wants blocks. */
export interface PeerHello {
  readonly kind: 'peer'
  readonly version: number
  /** The name of the executor process that keeps them; only those of its driver know it. */
  readonly executor: string
}

/** A worker that has dialled a driver offers itself. The driver says its own hello then, as if it had dialled. */
export interface JoinHello {
  readonly kind: 'join'
  readonly version: number
  /** The worker's own name for itself: the same when it comes again. */
  readonly worker: string
  /** Where it has dialled the driver. */
  readonly driver: string
}

/** The answer to a hello. */
export type HelloAnswer = Welcome | { readonly kind: 'connected'; readonly version: number } | Refusal

/** Nothing comes after it. */
export interface Refusal {
  readonly kind: 'refused'
  readonly version: number
  readonly error: ErrorRecord
}

/** What a worker that offers itself is answered. */
export type JoinAnswer = DriverHello | Refusal

/** A driver is welcome: an executor process is started for it. */
export interface Welcome {
  readonly kind: 'welcome'
  readonly version: number
  readonly slots: number
  readonly executor: string
  /** Where others reach the worker, as `host:port`: where it was dialled, or nowhere, when it does not say. */
  readonly address: string | undefined
}

/** What a driver says to the executor process of its session. Slots have the worker's own numbers. */
export type ToExecutor =
  | { readonly kind: 'slot'; readonly slot: number; readonly message: ToWorker }
  /** What another slot of this worker was told before. */
  | { readonly kind: 'again'; readonly slot: number; readonly of: SharedKind; readonly id: number }
  | { readonly kind: 'kill'; readonly slot: number }
  /** Where blocks of another worker are to be had; of this one, what it is called. */
  | Peer
  /** Another worker is lost: nothing is to be had there any more. */
  | { readonly kind: 'gone'; readonly worker: number }
  /** Nobody will read the output of a map task any more. */
  | { readonly kind: 'drop'; readonly output: number }
  /** Nobody will read records of the driver's own any more. */
  | { readonly kind: 'forgetSource'; readonly node: number }
  /** A part of what is sent along with tasks; of a file, its bytes from a place on ride beside it. */
  | SentPart
  /** Runs nothing more, and is asked what it keeps. */
  | { readonly kind: 'leave' }
  /** Another executor process wants blocks, and cannot dial this one: it waits at the driver for one who says this name. */
  | { readonly kind: 'callBack'; readonly address: string; readonly executor: string }
  /** Take over what another worker keeps. */
  | { readonly kind: 'adopt'; readonly from: number; readonly outputs: readonly number[] }
  | { readonly kind: 'close' }

/** A part of what is sent along with tasks. Names are paths below the folder of such files, with `/` between. */
export type SentPart =
  | { readonly kind: 'folder'; readonly name: string }
  | {
      readonly kind: 'file'
      readonly name: string
      readonly mode: number
      readonly from: number
      readonly isLast: boolean
    }
  | { readonly kind: 'link'; readonly name: string; readonly target: string }

/** An executor process that keeps map outputs. */
export interface Peer {
  readonly kind: 'peer'
  /** The driver's number of the worker. */
  readonly worker: number
  /** `host:port`. */
  readonly address: string
  readonly executor: string
}

/** What is sent once to each worker, however many slots need it. */
export type SharedKind = 'stage' | 'broadcast'

/** What an executor process says to its driver. */
export type FromExecutor =
  | { readonly kind: 'joined'; readonly slot: number }
  | { readonly kind: 'slot'; readonly slot: number; readonly message: ToDriver }
  | { readonly kind: 'lost'; readonly slot: number; readonly reason: WireLoss; readonly isLast: boolean }
  /** The worker is asked to end: it takes no more tasks. */
  | { readonly kind: 'draining' }
  /** What it keeps, before it goes. */
  | { readonly kind: 'leaving'; readonly outputs: readonly number[] }
  /** What it keeps for another worker from now on. */
  | { readonly kind: 'adopted'; readonly from: number; readonly outputs: readonly number[] }

/** Why a slot is gone, as data. */
export type WireLoss =
  | { readonly kind: 'memory'; readonly limit: number | undefined }
  | { readonly kind: 'exit'; readonly code: number }
  | { readonly kind: 'error'; readonly error: ErrorRecord }
  | { readonly kind: 'killed' }

/** Bytes that one executor process asks of another one at once, at most. */
export const requestSize: number = 1 << 20

/** What an executor process asks another one. */
export type ToPeer =
  /** Pieces with bytes in them, and not more than `requestSize`. */
  | { readonly kind: 'fetch'; readonly request: number; readonly pieces: readonly Piece[] }
  /** What blocks some map outputs have for a partition. */
  | {
      readonly kind: 'sizes'
      readonly request: number
      readonly outputs: readonly number[]
      readonly partition: number
    }
  /** What blocks a map output has for all partitions. */
  | { readonly kind: 'index'; readonly request: number; readonly output: number }

/** A part of a block that a worker keeps. */
export interface Piece {
  readonly output: number
  readonly partition: number
  readonly block: number
  readonly from: number
  readonly size: number
}

/** What it is answered. */
export type FromPeer =
  /** The pieces, one block each. */
  | { readonly kind: 'pieces'; readonly request: number }
  /** Its block is an index: of sizes by the positions of the outputs, of an output by its partitions. */
  | { readonly kind: 'index'; readonly request: number }
  /** Why some of them are not to be had. */
  | { readonly kind: 'gone'; readonly request: number; readonly why: string }
