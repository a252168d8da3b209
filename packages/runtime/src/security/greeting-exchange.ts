import type { Socket } from 'node:net'
import type { RawData, WebSocket } from 'ws'
import { longestGreeting, readGreeting, type Greeting } from './greetings.ts'
import { refuse } from './refuse.ts'
import { reasonOf, Refused, wasRefused } from './refused.ts'

/** What an end does until both know each other. */
export interface GreetingExchange {
  say(greeting: Greeting): void
  /** The next greeting, which must be of this kind. Anything that comes unasked ends the exchange. */
  hear<K extends Greeting['kind']>(kind: K): Promise<Extract<Greeting, { readonly kind: K }>>
}

/** Bytes that may come before both ends know each other. */
const mostBytes = 16 << 10

/**
 * Runs the greetings of one connection. Whatever goes wrong in it closes the connection; nothing is tried again.
 *
 * @param deadline Milliseconds for all of it.
 * @throws Refused when this end refuses the other; AtomicError when the other end refused, or went away.
 */
export async function exchangeGreetings<T>(
  socket: WebSocket,
  connection: Socket,
  { deadline, other }: { readonly deadline: number; readonly other: string },
  talk: (exchange: GreetingExchange) => Promise<T>,
): Promise<T> {
  const heard: Greeting[] = []
  const ended = new AbortController()
  let wake: (() => void) | undefined
  const end = (why: unknown): void => {
    ended.abort(why)
    wake?.()
  }
  const timer = setTimeout(() => end(new Refused('too late')), deadline).unref()
  let received = 0

  const onMessage = (data: RawData, isBinary: boolean): void => {
    try {
      heard.push(readText(data, isBinary))
      // Each waits for the answer of the other: two at once were not asked for.
      if (heard.length > 1) throw new Error('There was more than one greeting.')
      wake?.()
    } catch (cause) {
      end(new Refused('not understood', cause))
    }
  }
  // The connection is looked at below the WebSocket, which would wait for the whole of a large message.
  const onData = (chunk: Buffer): void => {
    received += chunk.length
    if (received <= mostBytes) return
    end(new Refused('not understood', new Error(`More than ${mostBytes} bytes came as a greeting.`)))
    socket.terminate()
  }
  const onClose = (_code: number, text: Buffer): void => {
    const reason = reasonOf(text.toString())
    end(reason ? wasRefused(reason, other) : new Refused('went away'))
  }
  const onError = (cause: Error): void => {
    // What is wrong with frames has codes of its own; anything else is the connection's end.
    const isFrame = 'code' in cause && String(cause.code).startsWith('WS_ERR')
    end(new Refused(isFrame ? 'not understood' : 'went away', cause))
  }
  socket.on('message', onMessage).on('close', onClose).on('error', onError)
  connection.on('data', onData)

  const exchange: GreetingExchange = {
    say: (greeting) => socket.send(JSON.stringify(greeting)),
    async hear(kind) {
      while (heard.length === 0 && !ended.signal.aborted) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
      ended.signal.throwIfAborted()
      const greeting = heard.shift()
      if (greeting?.kind !== kind) throw new Refused('not understood')
      return greeting as Extract<Greeting, { readonly kind: typeof kind }>
    },
  }
  try {
    const result = await talk(exchange)
    ended.signal.throwIfAborted()
    return result
  } catch (error) {
    refuse(socket, error instanceof Refused ? error.reason : undefined)
    throw error
  } finally {
    clearTimeout(timer)
    socket.off('message', onMessage).off('close', onClose).off('error', onError)
    connection.off('data', onData)
  }
}

function readText(data: RawData, isBinary: boolean): Greeting {
  if (isBinary || !Buffer.isBuffer(data) || data.length > longestGreeting)
    throw new Error('This is no greeting.')
  return readGreeting(data.toString())
}
