import type { RawData, WebSocket } from 'ws'
import type { Pipe } from './channel.ts'

/** How every connection is opened: a message, such as a packet or a hello, has 16 MB at most. Nothing is compressed, since blocks are compressed where it pays. */
export const socketOptions: { readonly maxPayload: number; readonly perMessageDeflate: false } = {
  maxPayload: 16 << 20,
  perMessageDeflate: false,
}

/** The code of a close frame whose reason is for people. */
const closeCode = 4000
/** The code with which a worker says that its executor process ended by itself. */
export const crashCode = 4001

/** A WebSocket as a pipe. */
export function socketPipe(socket: WebSocket): Pipe {
  return {
    send(bytes) {
      if (socket.readyState === socket.OPEN) socket.send(bytes)
    },
    close: (reason) => closeSocket(socket, reason),
  }
}

/** Ends a connection with a reason; one that does not end by itself is cut. */
export function closeSocket(socket: WebSocket, reason = '', code: number = closeCode): void {
  // A close frame has room for 123 bytes.
  socket.close(code, Buffer.from(reason).subarray(0, 120).toString().replace('\uFFFD', ''))
  const timer = setTimeout(() => socket.terminate(), leaveTime).unref()
  socket.once('close', () => clearTimeout(timer))
}

// Milliseconds.
const leaveTime = 1000

/** A binary message as one buffer. */
export function bytesOf(data: RawData): Buffer {
  if (Buffer.isBuffer(data)) return data
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data)
}
