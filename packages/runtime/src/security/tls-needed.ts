import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'
import { addressOf } from './peer-of.ts'

/** What a client hears that speaks no TLS where the server does; the words are those of RFC 2817. */
const tlsNeeded = [
  'HTTP/1.1 426 Upgrade Required',
  'Upgrade: TLS/1.3, HTTP/1.1',
  'Connection: Upgrade, close',
  'Content-Length: 0',
  '\r\n',
].join('\r\n')

/** Gives what ends a connection to a server that failed at TLS: a client that speaks HTTP without it hears what is wrong. */
export function endAtTls(server: Server): (connection: Socket, code: string) => void {
  /** What each connection runs on: a plain client can read nothing else. */
  const plain = new Map<string, Socket>()
  server.on('connection', (socket: Socket) => {
    const address = addressOf(socket)
    plain.set(address, socket)
    socket.once('close', () => plain.delete(address))
  })
  return (connection, code) => {
    const socket = code === 'ERR_SSL_HTTP_REQUEST' ? plain.get(addressOf(connection)) : undefined
    if (!socket) return void connection.destroy()
    socket.on('error', () => undefined)
    socket.end(tlsNeeded, () => connection.destroy())
  }
}

/** Whether an answer says that the server speaks TLS. */
export function needsTls({ statusCode, headers }: IncomingMessage): boolean {
  return statusCode === 426 && (headers.upgrade?.startsWith('TLS/') ?? false)
}
