import type { Socket } from 'node:net'
import { AtomicError } from '@atomic-ts/core/internal'
import { isLoopback } from '../security/loopback.ts'
import { addressText } from '../wire/address.ts'

/** Where a worker listens, and what it was told to say of that. */
export interface Listening {
  readonly host: string
  readonly port: number
  readonly advertise: string | undefined
}

/**
 * The address at which other workers reach one that has dialled its driver.
 * @param connection to the driver
 * @throws ATOMIC2005 when nobody beyond this machine can reach it, and the driver is elsewhere
 */
export function advertisedAddress({ host, port, advertise }: Listening, connection: Socket): string {
  if (advertise !== undefined) return advertise
  const { localAddress = host, remoteAddress = '' } = connection
  // What it is called on the way to the driver, where it listens on every address.
  if (host === '0.0.0.0' || host === '::') return addressText({ host: localAddress, port })
  if (!isLoopback(host) || isLoopback(remoteAddress)) return addressText({ host, port })
  throw new AtomicError('ATOMIC2005', {
    what: `The driver is on another machine, and the worker listens on ${host} only: other workers could not fetch what it computes.`,
    fix: 'Let it listen where they reach it, with --host; behind a port mapping, add --advertise HOST:PORT.',
  })
}
