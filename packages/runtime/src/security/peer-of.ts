import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import type { Peer } from './authenticate-options.ts'
import type { Role } from './greetings.ts'

/** Who is at the other end of a connection. */
export function peerOf(role: Role, connection: Socket): Peer {
  const certificate =
    connection instanceof TLSSocket && connection.authorized ? commonName(connection) : undefined
  return { role, address: addressOf(connection), ...(certificate === undefined ? {} : { certificate }) }
}

/** Address and port of the other end. */
export function addressOf({ remoteAddress = 'an unknown address', remotePort }: Socket): string {
  const host = remoteAddress.includes(':') ? `[${remoteAddress}]` : remoteAddress
  return remotePort === undefined ? host : `${host}:${remotePort}`
}

function commonName(connection: TLSSocket): string | undefined {
  // Without a certificate it is an empty object.
  const { subject } = connection.getPeerCertificate() as {
    readonly subject?: { readonly CN?: string | string[] }
  }
  return [subject?.CN].flat()[0]
}
