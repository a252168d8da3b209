import { randomUUID } from 'node:crypto'
import { AtomicError } from '@atomic-ts/core/internal'
import type { WebSocket } from 'ws'
import { answer } from '../../security/door.ts'
import { protocolVersion } from '../../wire/protocol.ts'
import { bytesOf, closeSocket } from '../../wire/socket-pipe.ts'

// For a worker to call back, in milliseconds.
const deadline = 10_000
// Bytes that may wait for one end before the other is read no further.
const mostWaiting = 8 << 20

/** Connects executor processes with those that nobody can dial: these are asked to dial the driver, and it passes on. */
export class Relay {
  /** Who waits for a call, by the word that the caller will say. */
  readonly #waiting = new Map<string, WebSocket>()

  /** Somebody wants what cannot be dialled: `callBack` asks for a call, with a word to say. */
  wait(socket: WebSocket, callBack: (word: string) => void): void {
    const word = randomUUID()
    const timer = setTimeout(() => closeSocket(socket, 'its worker did not call back'), deadline).unref()
    socket.once('close', () => {
      clearTimeout(timer)
      this.#waiting.delete(word)
    })
    this.#waiting.set(word, socket)
    callBack(word)
  }

  /** Connects a caller with who waits for it. False when the word is none. */
  connect(word: string, caller: WebSocket): boolean {
    const waiting = this.#waiting.get(word)
    if (!waiting) return false
    this.#waiting.delete(word)
    for (const [from, to] of [
      [waiting, caller],
      [caller, waiting],
    ] as const) {
      answer(from, { kind: 'connected', version: protocolVersion })
      from.on('message', (data) => passOn(bytesOf(data), from, to))
      from.once('close', (_code, reason) => closeSocket(to, String(reason)))
    }
    return true
  }
}

/** The worker that is asked for is not one of this driver's, or can be dialled. */
export function notHere(): AtomicError {
  return new AtomicError('ATOMIC3002', {
    what: 'The executor process that is asked for is not here any more.',
  })
}

function passOn(bytes: Buffer, from: WebSocket, to: WebSocket): void {
  if (to.readyState !== to.OPEN) return
  if (to.bufferedAmount < mostWaiting) return to.send(bytes)
  from.pause()
  to.send(bytes, () => from.resume())
}
