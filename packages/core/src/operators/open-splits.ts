import type { WaitingOperator } from './step.ts'

/** Takes parts of files, and gives the records that a format reads from them. */
export const openFiles: WaitingOperator = { kind: 'waiting' }

/** Calls the task for each split of a custom source, and gives the records that it opens. */
export const openSource: WaitingOperator = { kind: 'waiting' }
