import type { WaitingOperator } from './step.ts'

/** Runs a program for the partition: records are lines of its input, lines of its output are records. */
export const pipe: WaitingOperator = { kind: 'waiting' }
