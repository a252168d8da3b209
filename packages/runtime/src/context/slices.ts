/** Cuts `length` records into `n` slices whose sizes differ by one at most. */
export function slices(length: number, n: number): { readonly from: number; readonly to: number }[] {
  return Array.from({ length: n }, (_, i) => ({
    from: Math.floor((i * length) / n),
    to: Math.floor(((i + 1) * length) / n),
  }))
}
