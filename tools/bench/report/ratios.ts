import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { median } from '../measure/median.ts'
import type { WorkloadResult } from './results.ts'

const path = fileURLToPath(new URL('../ratios.json', import.meta.url))

/** A workload's time on the loop, divided by its time here, both of one run. */
export type Ratios = Readonly<Record<string, number>>

/** How far a ratio may fall before that is a regression. */
const tolerance = 0.2

export function ratiosOf(workloads: readonly WorkloadResult[]): Ratios {
  return Object.fromEntries(
    workloads.map(({ name, measurements }) => {
      const of = (who: string) =>
        median(measurements.find(({ contestant }) => contestant === who)?.rounds ?? [])
      return [name, Number((of('loop') / of('atomic')).toFixed(2))]
    }),
  )
}

/** The ratios that were committed to. */
export function committedRatios(): Ratios {
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Ratios) : {}
}

/** Commits to the ratios of a run; those of other workloads stay, and so does one whose job or loop failed. */
export function updateRatios(ratios: Ratios): void {
  const known = Object.entries(ratios).filter(([, ratio]) => !Number.isNaN(ratio))
  writeFileSync(path, `${JSON.stringify({ ...committedRatios(), ...Object.fromEntries(known) }, null, 2)}\n`)
}

/** A workload whose ratio is more than a fifth below the committed one, or cannot be compared with one. */
export interface Regression {
  readonly workload: string
  readonly why: string
}

/** The workloads of a run whose ratios fell, or are not known. */
export function regressions(ratios: Ratios, committed: Ratios): Regression[] {
  return Object.entries(ratios).flatMap(([workload, ratio]) => {
    const before = committed[workload]
    if (before === undefined) return [{ workload, why: 'no ratio is committed to; --update does that' }]
    if (ratio >= before * (1 - tolerance)) return []
    return [{ workload, why: `the ratio of the loop's time to ours is ${ratio}; committed is ${before}` }]
  })
}
