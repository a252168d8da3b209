import type { TaskTypes } from '../schema/value-shape.ts'
import type { AnyFunction } from '../tasks/manifest.ts'
import type { Code } from './code.ts'

/** One physical step of a stage, as plain data that travels to workers: an operator's name, its tasks, its constants. */
export interface Step {
  readonly op: string
  readonly tasks?: readonly TaskRef[]
  readonly params?: Readonly<Record<string, unknown>>
}

/** A registered task and its captured values, encoded when the user called the operator. */
export interface TaskRef {
  readonly id: string
  readonly captures?: Uint8Array
  /** The function itself, of a program that was never built: it runs in the driver's own thread only. */
  readonly local?: AnyFunction
  /** What is checked of the values that it takes and gives. */
  readonly border?: Border
}

/** The types of a task, and the call that passed it. */
export interface Border extends TaskTypes {
  /** The task as an error names it: `main.map`. */
  readonly name: string
  /** Where the user called the operator: `word-count.ts:12`. */
  readonly at: string
}

/** How a step runs inside the loop that its stage compiles to. */
export type Operator = RecordOperator | Terminal | PartitionOperator | WaitingOperator

/** One record in, any number out, fused with its neighbours. */
export interface RecordOperator {
  readonly kind: 'record'
  /** The code for the record in variable `x`; `next(y)` is the code for everything downstream of `y`. */
  emit(code: Code, x: string, next: (y: string) => string): string
}

/** Consumes every record of a partition before it gives any: the end of a fused loop. */
export interface Terminal {
  readonly kind: 'terminal'
  /** Variables that live from the first record to the last, with their initial expressions. */
  locals(code: Code): Readonly<Record<string, string>>
  record(code: Code, x: string): string
  /** Expression for the rows (an array) that the terminal gives. */
  result(code: Code): string
  /**
   * A second version of the loop for when a variable holds a number already: then the engine keeps it unboxed, which
   * it cannot while the variable might hold anything.
   */
  readonly numeric?: {
    readonly local: string
    /** Condition on `state`, beside that of the variable's type. */
    readonly when?: string
    record(code: Code, x: string): string
  }
  /** Expression for how many records or keys the terminal holds, of one that can give what it has so far and go on. */
  size?(code: Code): string
  /** Code that lets go of what the terminal holds, when the attempt fails or is cancelled. */
  abandon?(code: Code): string
}

/** Calls the user's function once, with an iterable of the partition's records. */
export interface PartitionOperator {
  readonly kind: 'partition'
  /** What the function gives, when it is no iterable of records: one value, nothing, or records that are waited for. */
  readonly gives?: 'value' | 'nothing' | 'later'
}

/** Takes records as they come and gives others later, with waits that no loop has: calls that take time, programs. */
export interface WaitingOperator {
  readonly kind: 'waiting'
}
