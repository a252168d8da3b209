import { isColumn, type Rows } from '../../columns/column.ts'
import { concat } from '../../columns/concat.ts'
import { rowsOf } from '../../columns/rows-of.ts'
import { costOf } from '../../memory/cost-of.ts'
import { RunFile } from '../../shuffle/run-file.ts'
import { cutByKey, Cutting, type DiskEnv } from './cut-by-key.ts'

/** The pairs of one input: in memory, or cut by their keys into a file. */
export type Gathered = Rows | RunFile

/** Holds the pairs of one input for as long as there is room, and then cuts them by their keys. */
export class Gathering {
  readonly #env: DiskEnv
  #held: Rows[] = []
  #cost = 0
  #cutting: Cutting | undefined

  /** @param isLarge whether the pairs that come are known to have no room */
  constructor(env: DiskEnv, isLarge: boolean = false) {
    this.#env = env
    if (isLarge) this.#cutting = new Cutting('pair', 0, env)
  }

  push(rows: Rows): void {
    if (rows.length === 0) return
    if (this.#cutting) return this.#cutting.push(rows)
    this.#held.push(rows)
    this.#cost += costOf(rows)
    if (this.#cost <= this.#env.room) return
    this.#cutting = new Cutting('pair', 0, this.#env)
    for (const held of this.#held) this.#cutting.push(held)
    this.#held = []
  }

  finish(): Gathered {
    return this.#cutting ? this.#cutting.finish() : together(this.#held)
  }

  discard(): void {
    this.#cutting?.discard()
  }
}

/** Inputs cut alike, when one of them has no room; each file is the caller's. */
export function cutAll(inputs: readonly Gathered[], env: DiskEnv): readonly RunFile[] {
  return inputs.map((input) => (input instanceof RunFile ? input : cutByKey([input], 'pair', 0, env)))
}

function together(held: readonly Rows[]): Rows {
  const [first] = held
  if (!first || held.length === 1) return first ?? []
  if (held.every(isColumn)) return concat(held)
  const all: unknown[] = []
  for (const rows of held) for (const record of isColumn(rows) ? rowsOf(rows) : rows) all.push(record)
  return all
}
