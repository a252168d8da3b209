import { regressions, type Ratios, type Regression } from './ratios.ts'

/** What ratios are held to, and how. */
export interface Holding {
  readonly committed: Ratios
  /** How often a workload is measured, the first time included, before its ratio has fallen. */
  readonly tries: number
  /** Measures the workloads once more whose ratios fell. */
  readonly again: (fell: readonly Regression[]) => Promise<Ratios>
}

/** Gives what fell every time: other work on the machine makes a ratio fall once, a regression does so whenever it is measured. */
export async function checkRatios(
  measured: Ratios,
  { committed, tries, again }: Holding,
): Promise<readonly Regression[]> {
  let fell = regressions(measured, committed)
  for (let more = tries - 1; more > 0 && fell.length > 0; more--) {
    // What is not measured this time, since its job fails, has no ratio.
    const unknown = fell.map(({ workload }): [string, number] => [workload, NaN])
    fell = regressions({ ...Object.fromEntries(unknown), ...(await again(fell)) }, committed)
  }
  return fell
}
