import type { Socket } from 'node:net'
import { isLoopback } from '../security/loopback.ts'
import { addressText } from '../wire/address.ts'

/** Where a worker listens, and what it was told to say of that. */
export interface Listening {
  readonly host: string
  readonly port: number
  /** `none`: nobody can dial it. */
  readonly advertise: string | undefined
}

/**
 * The address at which other workers reach one that has dialled its driver; `undefined` when they cannot: then what they
 * want of it goes over the driver.
 * @param connection to the driver
 */
export function advertisedAddress(
  { host, port, advertise }: Listening,
  connection: Socket,
): string | undefined {
  if (advertise === 'none') return undefined
  if (advertise !== undefined) return advertise
  const { localAddress = host, remoteAddress = '' } = connection
  // What it is called on the way to the driver, where it listens on every address.
  if (host === '0.0.0.0' || host === '::') return addressText({ host: localAddress, port })
  return !isLoopback(host) || isLoopback(remoteAddress) ? addressText({ host, port }) : undefined
}
