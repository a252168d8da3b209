import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** A connection in the middle, which goes wrong when it is told to. */
export interface Proxy {
  readonly address: string
  /** How many there have been. */
  connections(): number
  /** Breaks every connection there is. */
  cut(): void
  /** Holds everything back until the function that it gives is called. */
  hold(): () => void
  /** How many bytes came for the worker. */
  sent(): number
  /** Changes a byte of what comes next. */
  corrupt(): void
  close(): Promise<void>
}

/**
 * Listens on a free port, and carries what comes to a worker and back.
 * @param resets so many connections are reset at first
 * @param caller the address of this machine that it calls from
 */
export async function startProxy(
  target: string,
  { resets = 0, caller = '127.0.0.1' }: { readonly resets?: number; readonly caller?: string } = {},
): Promise<Proxy> {
  const [, host = '', port = ''] = /^(.*):(\d+)$/.exec(target) ?? []
  const pairs = new Set<readonly [Socket, Socket]>()
  let isCorrupting = false
  let sent = 0
  let connections = 0
  const server = createServer((client) => {
    if (connections++ < resets) return client.resetAndDestroy()
    const worker = connect({ port: Number(port), host, localAddress: caller })
    const pair = [client, worker] as const
    pairs.add(pair)
    client.on('data', ({ length }: Buffer) => {
      sent += length
    })
    for (const [from, to] of [pair, [worker, client] as const]) {
      from.on('data', (bytes) => to.write(changed(bytes)))
      from.on('error', () => to.destroy())
      from.once('close', () => {
        to.destroy()
        pairs.delete(pair)
      })
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections: () => connections,
    cut() {
      for (const pair of pairs) for (const socket of pair) socket.destroy()
    },
    hold() {
      const held = [...pairs].flat()
      for (const socket of held) socket.pause()
      return () => held.forEach((socket) => socket.resume())
    },
    sent: () => sent,
    corrupt() {
      isCorrupting = true
    },
    async close() {
      server.close()
      for (const pair of pairs) for (const socket of pair) socket.destroy()
      await once(server, 'close')
    },
  }

  function changed(bytes: Buffer): Buffer {
    // What is short is a heartbeat or a greeting.
    if (!isCorrupting || bytes.length < 64) return bytes
    isCorrupting = false
    const at = bytes.length >> 1
    bytes.writeUInt8(bytes.readUInt8(at) ^ 0x55, at)
    return bytes
  }
}
