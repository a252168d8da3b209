/** Failed attempts of one address within a minute, at most; who has had more is let in by nobody. */
const mostAttempts = 60
// Milliseconds.
const span = 60_000
/** Addresses that are remembered at most: an attacker may have many. */
const mostAddresses = 10_000

/** Counts attempts to get in that failed, by the address that they came from. */
export class FailedAttempts {
  readonly #now: () => number
  /** The oldest first. */
  readonly #counts = new Map<string, { count: number; readonly until: number }>()

  /** @param now milliseconds of a clock that never goes back */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** Notes one. True when it is the last one that the address has for now. */
  add(address: string): boolean {
    const network = networkOf(address)
    this.#forget()
    const known = this.#counts.get(network) ?? { count: 0, until: this.#now() + span }
    known.count++
    this.#counts.set(network, known)
    return known.count === mostAttempts
  }

  /** Whether an address has had its attempts. */
  isSpent(address: string): boolean {
    this.#forget()
    return (this.#counts.get(networkOf(address))?.count ?? 0) >= mostAttempts
  }

  #forget(): void {
    for (const [network, { until }] of this.#counts) {
      if (until > this.#now() && this.#counts.size <= mostAddresses) return
      this.#counts.delete(network)
    }
  }
}

/** Whoever has one IPv6 address has all of its network. */
function networkOf(address: string): string {
  if (!address.includes(':') || address.startsWith('::ffff:')) return address
  const [head = '', tail] = address.split('::')
  const groups = head.split(':').filter((group) => group !== '')
  const after = tail?.split(':').filter((group) => group !== '').length ?? 0
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - groups.length - after }, () => '0')
  return [...groups, ...zeros, ...(tail?.split(':') ?? [])].slice(0, 4).join(':')
}
