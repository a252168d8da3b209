/** Where a process listens. */
export interface Address {
  /** A name, or an address without brackets. */
  readonly host: string
  readonly port: number
}

/** Reads `host:port`; an IPv6 address stands in brackets. `undefined` when it is something else. */
export function parseAddress(text: string): Address | undefined {
  const [, host, port] = /^([\w.-]+|\[[\da-f:.]+\]):(\d+)$/i.exec(text) ?? []
  if (host === undefined || Number(port) > 65_535) return undefined
  return { host: host.replace(/^\[|\]$/g, ''), port: Number(port) }
}

/** Writes `host:port`. */
export function addressText({ host, port }: Address): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`
}
