/** An object that travels as a reference instead of its fields: the receiver has, or makes, what it stands for. */
export abstract class Traveller {
  /**
   * What travels in its place.
   * @internal
   */
  abstract toReference(): Reference
}

/** What travels in place of an object: which kind it is, and plain values to find or make the other end. */
export type Reference = readonly [kind: string, ...parts: unknown[]]

let met: Traveller[] | undefined

/** Runs what encodes captured values, in which travellers may occur. Gives those that did, too. */
export function withTravellers<R>(encode: () => R): { result: R; travellers: readonly Traveller[] } {
  const before = met
  const mine: Traveller[] = []
  met = mine
  try {
    return { result: encode(), travellers: mine }
  } finally {
    met = before
  }
}

/** The reference that stands for a value; `undefined` for any other value, and wherever references make no sense. */
export function referenceTo(value: object): Reference | undefined {
  if (!met || !(value instanceof Traveller)) return undefined
  met.push(value)
  return value.toReference()
}

const makers = new Map<string, (parts: readonly unknown[]) => unknown>()

/** Says what becomes of a kind of reference where it arrives. */
export function receive(kind: string, make: (parts: readonly unknown[]) => unknown): void {
  makers.set(kind, make)
}

/** What a reference that arrived stands for. */
export function arrived([kind, ...parts]: readonly unknown[]): unknown {
  const make = makers.get(String(kind))
  if (!make) throw new Error(`The reference ${String(kind)} is unknown.`)
  return make(parts)
}
