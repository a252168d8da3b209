import type { Measurement } from '../measure/entry.ts'

/** What was measured of one workload. */
export interface WorkloadResult {
  readonly name: string
  readonly title: string
  readonly measurements: readonly Measurement[]
}

/** Everything that a table is made of. */
export interface Results {
  readonly machine: string
  readonly slots: number
  /** Titles and versions of the contestants, by name. */
  readonly contestants: Readonly<Record<string, { readonly title: string; readonly version: string }>>
  readonly workloads: readonly WorkloadResult[]
  /** From command to result, in ms. */
  readonly startUp?: number
}
