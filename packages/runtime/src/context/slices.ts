/** Records `from` to `to`, the latter not included. */
export interface Slice {
  readonly from: number
  readonly to: number
}

/** Cuts `length` records into `n` slices whose sizes differ by one at most. */
export function slices(length: number, n: number): Slice[] {
  return Array.from({ length: n }, (_, i) => ({
    from: Math.floor((i * length) / n),
    to: Math.floor(((i + 1) * length) / n),
  }))
}
