import type { WebSocket } from 'ws'
import type { Reason } from './refused.ts'

/** Milliseconds in which the other end may still read why it is refused. */
const leaveTime = 1000

/** Ends a connection whose other end is not known, and says why in a word. */
export function refuse(socket: WebSocket, reason?: Reason): void {
  // What still comes, and goes wrong, concerns nobody any more.
  socket.on('error', () => undefined)
  socket.close(1008, reason)
  const timer = setTimeout(() => socket.terminate(), leaveTime)
  timer.unref()
  socket.once('close', () => clearTimeout(timer))
}
