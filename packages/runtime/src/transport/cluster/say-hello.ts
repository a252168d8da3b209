import type { WebSocket } from 'ws'
import { encodeValue } from '../../codec/codec.ts'
import { openMessage } from '../../wire/open-message.ts'
import type { Hello } from '../../wire/protocol.ts'
import { bytesOf } from '../../wire/socket-pipe.ts'

/** How a hello is answered. */
export interface Answering<A> {
  readonly check: (value: unknown) => A
  /** Ends the waiting. */
  readonly given: AbortSignal
  /** Takes every message that comes after the answer. */
  readonly received: (bytes: Buffer) => void
}

/**
 * Says hello and waits for the answer.
 * @throws Error when it does not come in time, or is none
 */
export function sayHello<A>(
  socket: WebSocket,
  hello: Hello,
  { check, given, received }: Answering<A>,
): Promise<A> {
  return new Promise((resolve, reject) => {
    let isAnswered = false
    socket.on('message', (data, isBinary) => {
      if (isAnswered) return received(bytesOf(data))
      isAnswered = true
      try {
        if (!isBinary) throw new Error('It answered in text.')
        resolve(openMessage(bytesOf(data), 0, check))
      } catch (error) {
        reject(error)
      }
    })
    socket.once('error', reject)
    socket.once('close', (_code, reason) => reject(new Error(`It hung up. ${String(reason)}`)))
    given.addEventListener('abort', () => reject(new Error('It did not answer.')), { once: true })
    socket.send(encodeValue(hello))
  })
}
