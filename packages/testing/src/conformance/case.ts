import type { Context } from '@atomic-ts/runtime'

/** A program and its answer: one that a transport must give, whatever the number of partitions. */
export type Case = OverNumbers | OverPairs | Example

interface CaseBase {
  /** What the program shows, as a sentence's beginning. */
  readonly name: string
  /** The public methods that it is a case of. */
  readonly of: readonly string[]
  /** `ordered`: the records and their order are promised; `any`: only the records are. */
  readonly order: 'ordered' | 'any'
}

/** A program over generated records, and its answer over an array of them. */
export interface Generated<T> extends CaseBase {
  /** The program. */
  run(ctx: Context, input: T[], partitions: number): Promise<unknown>
  /** Its answer, over an array. */
  expected(input: T[], partitions: number): unknown
}

/** Over small integers. */
export interface OverNumbers extends Generated<number> {
  /** What its records are; none where it brings its own. */
  readonly over: 'numbers'
}

/** Over pairs with keys and values of every kind, some keys far more often than others. */
export interface OverPairs extends Generated<[unknown, unknown]> {
  /** What its records are; none where it brings its own. */
  readonly over: 'pairs'
}

/** A program with records of its own, and its answer, such as Spark documents it. */
export interface Example extends CaseBase {
  /** What its records are; none where it brings its own. */
  readonly over?: undefined
  /** The program. */
  run(ctx: Context, partitions: number): Promise<unknown>
  /** Its answer, over an array. */
  expected(partitions: number): unknown
}

/** The programs of one part of the API. */
export interface Family {
  /** The part of the API. */
  readonly name: string
  /** The programs. */
  readonly cases: readonly Case[]
}
