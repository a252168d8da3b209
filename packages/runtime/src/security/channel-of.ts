import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'

/**
 * Bytes that only the two ends of a TLS connection know (RFC 9266, `tls-exporter`): someone in the middle, who has a
 * connection to each of them, has two that differ. Empty without TLS.
 */
export function channelOf(connection: Socket): Uint8Array {
  if (!(connection instanceof TLSSocket)) return new Uint8Array(0)
  return connection.exportKeyingMaterial(32, 'EXPORTER-Channel-Binding', Buffer.alloc(0))
}
