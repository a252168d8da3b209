import { once } from 'node:events'
import { connect as connectPlain, createServer, type AddressInfo, type Socket } from 'node:net'
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
  const socket = plain(address)
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

/** A way to a worker that notes what is said to it on the first connection. */
export async function recording(
  address: string,
): Promise<{ chunks: Buffer[]; through: string; close: () => void }> {
  const chunks: Buffer[] = []
  let isFirst = true
  const server = createServer((near) => {
    const far = plain(address)
    if (isFirst) near.on('data', (chunk: Buffer) => chunks.push(chunk))
    isFirst = false
    for (const socket of [near, far]) socket.on('error', () => undefined)
    near.pipe(far).pipe(near)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { chunks, through: `127.0.0.1:${port}`, close: () => server.close() }
}

/** Says what was said before, each part when the one before was answered, until the worker closes the connection. */
export async function replay(address: string, chunks: readonly Buffer[]): Promise<void> {
  const socket = plain(address)
  socket.on('error', () => undefined)
  const closed = once(socket, 'close')
  for (const chunk of chunks) {
    const answered = once(socket, 'data')
    if (socket.destroyed) break
    socket.write(chunk)
    await Promise.race([answered, closed])
  }
  await closed
}

function plain(address: string): Socket {
  const [host = '', port = ''] = address.split(':')
  return connectPlain(Number(port), host)
}
