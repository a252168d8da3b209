import type { WaitingOperator } from './step.ts'

/** Calls the task for each record, several at a time, and gives what it resolves to. */
export const mapAsync: WaitingOperator = { kind: 'waiting' }

/** As `mapAsync`; the task resolves to an iterable of records. */
export const flatMapAsync: WaitingOperator = { kind: 'waiting' }

/** As `mapAsync`, for the task's effects: it gives no records. */
export const foreachAsync: WaitingOperator = { kind: 'waiting' }
