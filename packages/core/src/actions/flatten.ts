/** So many arguments are safe for a call. */
const most = 10_000

/** The records of all partitions, in order. As `parts.flat()`, which takes twenty times as long. */
export function flatten<T>(parts: readonly (readonly T[])[]): T[] {
  const none: T[] = []
  if (parts.length <= most) return none.concat(...parts)
  const halves = [parts.slice(0, parts.length >>> 1), parts.slice(parts.length >>> 1)]
  return none.concat(...halves.map(flatten))
}
