import { fromErrorRecord } from '../../codec/error-record.ts'
import { checkFromExecutor } from '../../wire/check-protocol.ts'
import { Channel } from '../../wire/channel.ts'
import type { ToDriver, ToWorker } from '../../wire/messages.ts'
import type {
  FromExecutor,
  Hello,
  Peer,
  SentPart,
  ToExecutor,
  Welcome,
  WireLoss,
} from '../../wire/protocol.ts'
import { crashCode, socketPipe } from '../../wire/socket-pipe.ts'
import type { Envelope, LossReason } from '../transport.ts'
import type { WorkerEnd } from './crashes.ts'
import { dial, greet, type Caller, type Connected } from './dial.ts'
import { ToldOnce } from './told-once.ts'

/** What a link hears of its worker. Slots have the worker's own numbers. */
export interface LinkListener {
  joined(slot: number): void
  received(slot: number, envelope: Envelope<ToDriver>): void
  lost(slot: number, reason: LossReason, isLast: boolean): void
  /** The worker will end. */
  draining(): void
  /** What the worker keeps, when it was asked. */
  leaving(outputs: readonly number[]): void
  /** What the worker has taken over. */
  adopted(from: number, outputs: readonly number[]): void
  /** The worker is gone, with all of its slots. */
  ended(end: WorkerEnd): void
}

/** Times of a connection, in milliseconds. */
export interface LinkTimes {
  /** For a connection and the answer to its hello. */
  readonly connect: number
  /** How long a worker may be silent. */
  readonly silence: number
}

// For an executor process to start, in milliseconds: on a machine with much to do that is longer than it may be silent.
const startTime = 30_000

/** The connection to one worker, from its welcome to its end. */
export class WorkerLink {
  /** Slots of the worker when all are up. */
  readonly slots: number
  /** The name of its executor process. */
  readonly executor: string
  readonly #socket: Connected['socket']
  readonly #connection: Connected['connection']
  readonly #silence: number
  readonly #told = new ToldOnce()
  readonly #early: Buffer[]
  /** Resolves to the reason when the connection is gone. */
  readonly #ended: Promise<WorkerEnd>
  /** Where others reach the worker, when it says so. */
  readonly address: string | undefined
  #wasUseful = false
  #channel: Channel<FromExecutor, ToExecutor> | undefined
  #failure: string | undefined

  private constructor(
    { socket, connection }: Connected,
    { slots, executor, address }: Welcome,
    silence: number,
    early: Buffer[],
  ) {
    this.slots = slots
    this.executor = executor
    this.address = address
    this.#socket = socket
    this.#connection = connection
    this.#silence = silence
    this.#early = early
    socket.on('error', ({ message }) => {
      this.#failure ??= message
    })
    this.#ended = new Promise((resolve) => {
      socket.once('close', (code, reason) => {
        const why = this.#failure ?? (String(reason) || 'its connection broke')
        resolve({ why, isCrash: code === crashCode, wasUseful: this.#wasUseful })
      })
    })
    // A driver with nothing to do is not kept alive by its workers.
    connection.unref()
  }

  /**
   * Connects to a worker.
   * @throws ATOMIC3009 when the worker cannot be reached; what it says when it refuses
   */
  static open(
    address: string,
    hello: Hello,
    { times, ...caller }: Caller & { readonly times: LinkTimes },
  ): Promise<WorkerLink> {
    return WorkerLink.#begin(times, (received) => dial(address, hello, caller, times.connect, received))
  }

  /**
   * Takes a worker that has dialled.
   * @throws what it says when it refuses; Error when it says nothing, or what is no answer
   */
  static accept(connected: Omit<Connected, 'answer'>, hello: Hello, times: LinkTimes): Promise<WorkerLink> {
    const given = AbortSignal.timeout(times.connect)
    return WorkerLink.#begin(times, (received) => greet(connected, hello, { given, received }))
  }

  static async #begin(
    times: LinkTimes,
    greeted: (received: (bytes: Buffer) => void) => Promise<Connected>,
  ): Promise<WorkerLink> {
    const early: Buffer[] = []
    let link: WorkerLink | undefined
    const connected = await greeted((bytes) => {
      if (link) link.#receive(bytes)
      else early.push(bytes)
    })
    const { answer } = connected
    if (answer.kind !== 'welcome') throw new TypeError(`A worker answered a driver: ${answer.kind}.`)
    link = new WorkerLink(connected, answer, times.silence, early)
    return link
  }

  /** Hears of the worker's slots, from the first on. */
  start(listener: LinkListener): void {
    const failed = (why: string): void => {
      this.#failure ??= why
      this.#socket.terminate()
    }
    const received = (envelope: Envelope<FromExecutor>): void => {
      if (envelope.message.kind === 'slot' && envelope.message.message.kind === 'finished')
        this.#wasUseful = true
      hear(listener, envelope)
    }
    this.#channel = new Channel(
      socketPipe(this.#socket),
      { check: checkFromExecutor, received, failed },
      this.#silence,
      Math.max(this.#silence, startTime),
    )
    for (const bytes of this.#early.splice(0)) this.#channel.receive(bytes)
    void this.#ended.then((end) => {
      this.#channel?.close()
      listener.ended(end)
    })
  }

  #receive(bytes: Buffer): void {
    if (this.#channel) this.#channel.receive(bytes)
    else this.#early.push(bytes)
  }

  send(slot: number, envelope: Envelope<ToWorker>): void {
    const told = this.#told.envelope(slot, envelope)
    if (told) this.#channel?.send(told.message, told.blocks)
  }

  /** Ends a slot, whatever it does. */
  kill(slot: number): void {
    this.#channel?.send({ kind: 'kill', slot })
  }

  /** Says where blocks of a worker are to be had. */
  tell(peer: Peer): void {
    this.#channel?.send(peer)
  }

  /** Says that a worker is lost, and all that it kept. */
  tellGone(worker: number): void {
    this.#channel?.send({ kind: 'gone', worker })
  }

  /** Nobody will read the output of a map task any more. */
  drop(output: number): void {
    this.#channel?.send({ kind: 'drop', output })
  }

  /** Nobody will read records of the driver's own any more. */
  forgetSource(node: number): void {
    if (this.#told.sources.forget(node)) this.#channel?.send({ kind: 'forgetSource', node })
  }

  /** Sends what is sent along with tasks: each part is made when there is room for it. */
  sendParts(parts: Iterable<Envelope<SentPart>>): void {
    this.#channel?.sendAll(parts)
  }

  /** This side's own address on the connection. */
  get localAddress(): string {
    return this.#connection.localAddress ?? ''
  }

  /** Asks the worker to dial the driver, for another one that cannot dial it. */
  callBack(address: string, executor: string): void {
    this.#channel?.send({ kind: 'callBack', address, executor })
  }

  /** Asks what the worker keeps. */
  leave(): void {
    this.#channel?.send({ kind: 'leave' })
  }

  /** Has the worker take over what another one keeps. */
  adopt(from: number, outputs: readonly number[]): void {
    this.#channel?.send({ kind: 'adopt', from, outputs })
  }

  /** Asks the worker to stop every slot; resolves when it has, or has not in time. */
  async close(deadline: number): Promise<void> {
    this.#connection.ref()
    if (this.#channel) this.#channel.send({ kind: 'close' })
    else this.#socket.close()
    const timer = setTimeout(() => this.#socket.terminate(), deadline)
    await this.#ended
    clearTimeout(timer)
  }
}

function hear(listener: LinkListener, { message, blocks }: Envelope<FromExecutor>): void {
  switch (message.kind) {
    case 'joined':
      return listener.joined(message.slot)
    case 'slot':
      return listener.received(message.slot, { message: message.message, blocks })
    case 'lost':
      return listener.lost(message.slot, lossOf(message.reason), message.isLast)
    case 'draining':
      return listener.draining()
    case 'leaving':
      return listener.leaving(message.outputs)
    case 'adopted':
      return listener.adopted(message.from, message.outputs)
  }
}

function lossOf(reason: WireLoss): LossReason {
  return reason.kind === 'error' ? { kind: 'error', error: fromErrorRecord(reason.error) } : reason
}
