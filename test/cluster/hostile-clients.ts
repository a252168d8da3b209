import { once } from 'node:events'
import { connect as connectPlain, type Socket } from 'node:net'
import { WebSocket } from 'ws'

/** Opens a WebSocket, says each of these, and waits until the worker has closed it. */
export async function sayAndClose(
  address: string,
  ...messages: readonly (string | Uint8Array)[]
): Promise<void> {
  const socket = await open(address)
  for (const message of messages) socket.send(message)
  if (socket.readyState !== socket.CLOSED) await once(socket, 'close')
}

/** Opens a WebSocket to a worker. */
export async function open(address: string): Promise<WebSocket> {
  const socket = new WebSocket(`ws://${address}`)
  socket.on('error', () => undefined)
  await once(socket, 'open')
  return socket
}

/** What is said on a new TCP connection, until the worker closes it. Gives what it answered. */
export async function sayRaw(address: string, bytes: string | Uint8Array): Promise<string> {
  const [host = '', port = ''] = address.split(':')
  const socket: Socket = connectPlain(Number(port), host)
  let answer = ''
  socket.on('error', () => undefined)
  socket.on('data', (chunk: Buffer) => {
    answer += chunk.toString('latin1')
  })
  await once(socket, 'connect')
  socket.write(bytes)
  await once(socket, 'close')
  return answer
}
