import { AtomicError } from '@atomic-ts/core/internal'
import type { Security } from '../security/security.ts'
import { parseAddress } from '../wire/address.ts'

/**
 * The `host:port` of a driver that a worker is told to join, as it is or as the URL of a WebSocket.
 * @throws ATOMIC2005 when it is something else, or asks for other protection than there is
 */
export function joinAddress(text: string, { tls }: Security): string {
  const [, scheme, address = ''] = /^(?:(wss?):\/\/)?(.*?)\/?$/.exec(text) ?? []
  checkAddress('join', address)
  if (scheme === undefined || (scheme === 'wss') === (tls !== undefined)) return address
  throw new AtomicError('ATOMIC2005', {
    what: `The option join is ${text}, but connections of this worker are ${tls ? 'over TLS' : 'not over TLS'}.`,
    fix: tls
      ? 'Write wss://, or leave the certificates out.'
      : 'Name certificates: --tls-ca, --tls-cert, --tls-key.',
  })
}

/** @throws ATOMIC2005 when it is not `host:port` */
export function checkAddress(name: string, text: string): void {
  if (parseAddress(text)) return
  throw new AtomicError('ATOMIC2005', {
    what: `The option ${name} is ${JSON.stringify(text)}; it must be host:port.`,
  })
}
