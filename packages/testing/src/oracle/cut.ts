/** The slices that `parallelize` makes: their sizes differ by one at most. */
export function cut<T>(rows: readonly T[], n: number): T[][] {
  return Array.from({ length: n }, (_, i) =>
    rows.slice(Math.floor((i * rows.length) / n), Math.floor(((i + 1) * rows.length) / n)),
  )
}
