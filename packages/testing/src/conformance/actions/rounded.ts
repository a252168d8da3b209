/** To nine digits: how a mean is rounded depends on how it is computed. */
export function rounded(x: number): number {
  return Number.isFinite(x) ? Number(x.toPrecision(9)) : x
}
