import { randomUUID } from 'node:crypto'
import { AtomicError, isAtomicError, registeredPrograms } from '@atomic-ts/core/internal'
import type { Door } from '../../security/door.ts'
import { addressOf } from '../../security/peer-of.ts'
import type { Security } from '../../security/security.ts'
import { addressText, type Address } from '../../wire/address.ts'
import { programTable } from '../../wire/program-table.ts'
import { protocolVersion, type DriverHello } from '../../wire/protocol.ts'
import { partsOf } from './parts-of.ts'
import type { LossReason, Transport, TransportListener, WorkerProvider } from '../transport.ts'
import { callWorkers, type Callers } from './call-workers.ts'
import { Crashes, type WorkerEnd } from './crashes.ts'
import { listenForWorkers, type Joining, type Relayed } from './listen-for-workers.ts'
import type { LocalWorkers } from './local-workers.ts'
import { notHere, Relay } from './relay.ts'
import { WorkerLink, type LinkTimes } from './worker-link.ts'

/** What a cluster is made with. */
export interface ClusterOptions {
  /** `host:port` of each worker, or `dns:name:port` for all that a name stands for. */
  readonly workers: readonly string[]
  /** Where it listens for workers that dial it; any free port when it is 0. */
  readonly listen?: Address | undefined
  /** What its connections are protected by. */
  readonly security: Security
  readonly times: LinkTimes & {
    /** How long the program waits for the first worker, where it listens for some, and jobs while there is none. */
    readonly alone: number
  }
  /** Starts and stops workers on this machine; `slots` when all that there may be are up. */
  readonly local?: { readonly workers: LocalWorkers; readonly slots: number }
}

/** A worker that is connected. Its number is never used again. */
interface Member {
  readonly number: number
  /** What it is known by when it comes again: the address that was dialled, or its own name. */
  readonly name: string
  /** Where other workers reach it; what it is called, where they do not. */
  readonly address: string
  readonly isReachable: boolean
  /** Where it reaches this driver, if it does. */
  readonly driver: string | undefined
  readonly link: WorkerLink
  /** The driver's number of each slot, by the worker's own. */
  readonly slots: Map<number, number>
}

// How long a worker has to stop its slots, in milliseconds.
const closeDeadline = 3000

/**
 * The slots of workers elsewhere. Each connection to a worker starts an executor process there; when it breaks, its slots
 * and all that it kept are lost, and the worker is called again. Other workers may dial this driver, where it listens.
 * @throws ATOMIC3009 when no worker can be reached, or none comes in time; what a worker says that refuses this driver;
 *   ATOMIC2005 and ATOMIC8002 when it cannot listen
 */
export async function clusterTransport({
  workers,
  listen,
  security,
  times,
  local,
}: ClusterOptions): Promise<Transport> {
  const session = randomUUID()
  const members = new Map<number, Member>()
  /** Whose slots do not even start. */
  const spent = new Set<number>()
  /** Those that run nothing more, and hand over what they keep. */
  const leaving = new Set<number>()
  const places = new Map<number, { readonly member: Member; readonly own: number }>()
  /** The files and folders that are sent along with tasks, by their names: workers that come later get them, too. */
  const sent = new Map<string, string>()
  const early: ((listener: TransportListener) => void)[] = []
  let listener: TransportListener | undefined
  let lastSlot = -1
  // The driver's own process is worker 0.
  let lastWorker = 0
  let isClosing = false
  let alone: NodeJS.Timeout | undefined
  /** Why the last worker that was given up was. */
  let refusal: unknown
  let come = (): void => undefined
  const first = new Promise<void>((resolve) => {
    come = resolve
  })
  const crashes = new Crashes()
  const relays = new Relay()

  const door = listen && (await listenForWorkers(listen, security, { join, relay }))
  const callers = await callAll()
  local?.workers.listen({ up: (address) => callers.add(address), gone: (address) => callers.remove(address) })
  if (door) await firstWorker(door)
  watch()

  return {
    get size() {
      return local?.slots ?? [...members.values()].reduce((sum, { link }) => sum + link.slots, 0)
    },
    sharesFunctions: false,
    keepsLines: true,
    start(hears) {
      listener = hears
      for (const say of early.splice(0)) say(hears)
    },
    send(slot, envelope) {
      const { member, own } = places.get(slot) ?? {}
      if (member && own !== undefined) member.link.send(own, envelope)
    },
    kill(slot) {
      const { member, own } = places.get(slot) ?? {}
      if (member && own !== undefined) member.link.kill(own)
    },
    ...(local && { provider: providerOf(local.workers) }),
    drained(worker) {
      leaving.add(worker)
      members.get(worker)?.link.leave()
    },
    addFile(path, name) {
      sent.set(name, path)
      for (const { link } of members.values()) link.sendParts(partsOf(path, name))
    },
    drop: (worker, output) => members.get(worker)?.link.drop(output),
    forgetSource(node) {
      for (const { link } of members.values()) link.forgetSource(node)
    },
    async close() {
      isClosing = true
      clearTimeout(alone)
      callers.close()
      door?.close()
      await closeAll()
      await local?.workers.close()
    },
  }

  function providerOf(own: LocalWorkers): WorkerProvider {
    return {
      request: (total) => own.request(total),
      release(worker) {
        const { address } = members.get(worker) ?? {}
        if (address === undefined) return
        // It inherits nothing from others that go at the same time.
        leaving.add(worker)
        callers.remove(address)
        own.release(address)
      },
    }
  }

  async function callAll(): Promise<Callers> {
    try {
      return await callWorkers(workers, {
        open,
        patience: times.connect,
        mayBeNone: door !== undefined,
        refused,
      })
    } catch (error) {
      door?.close()
      // Those that did accept this driver are let go.
      isClosing = true
      await closeAll()
      throw error
    }
  }

  async function closeAll(): Promise<void> {
    await Promise.all([...members.values()].map(({ link }) => link.close(closeDeadline)))
  }

  /** Waits until there is a worker. */
  async function firstWorker(at: Door): Promise<void> {
    if (members.size === 0) {
      const address = addressText(at.address)
      process.stderr.write(`atomic: waiting for workers: atomic worker --join ${address}\n`)
      const timer = setTimeout(come, times.alone)
      await first
      clearTimeout(timer)
    }
    if (members.size > 0) return at.unref()
    callers.close()
    at.close()
    throw desertedError(placesOf(workers, at), times.alone, refusal)
  }

  /** Connects to a worker; resolves to what resolves when it is gone. */
  async function open(address: string): Promise<{ readonly gone: Promise<number> }> {
    crashes.check(address, address)
    const greeting = hello(session, times.silence)
    const link = await WorkerLink.open(address, greeting, { role: 'driver', security, times })
    if (isClosing) return { gone: link.close(0).then(() => 0) }
    const driver = door && addressText({ ...door.address, host: link.localAddress })
    return { gone: add({ name: address, address: link.address ?? address, isReachable: true, driver, link }) }
  }

  /** Takes a worker that has dialled. */
  async function join({ hello: { worker: name, driver }, socket, connection }: Joining): Promise<void> {
    if (isClosing) throw new AtomicError('ATOMIC3009', { what: 'The driver is about to end.' })
    const from = addressOf(connection)
    try {
      crashes.check(name, from)
      const link = await WorkerLink.accept({ socket, connection }, hello(session, times.silence), times)
      if (isClosing) return await link.close(0)
      // It has lost the connection that it had before.
      for (const member of members.values()) if (member.name === name) void member.link.close(0)
      const isReachable = link.address !== undefined
      void add({ name, address: link.address ?? from, isReachable, driver, link })
    } catch (error) {
      if (isAtomicError(error)) refused(error)
      throw error
    }
  }

  /** A worker does not come any more. */
  function refused(error: unknown, isLast = false): void {
    refusal = error
    process.emitWarning(error as Error)
    if (isLast && members.size === 0 && !door && !local) tell((hears) => hears.deserted(error))
  }

  /** Connects a worker with one that it cannot dial, over this driver. */
  function relay({ hello: { executor }, socket, connection }: Relayed): void {
    connection.unref()
    if (relays.connect(executor, socket)) return
    const { link, isReachable, driver } =
      [...members.values()].find((each) => each.link.executor === executor) ?? {}
    if (!link || isReachable || driver === undefined) throw notHere()
    relays.wait(socket, (word) => link.callBack(driver, word))
  }

  /** Takes a worker in. Resolves when it is gone, to how long it should be left alone. */
  function add(fresh: Omit<Member, 'number' | 'slots'>): Promise<number> {
    const member = { ...fresh, number: ++lastWorker, slots: new Map<number, number>() }
    come()
    return new Promise((resolve) => {
      begin(member, (end) => resolve(crashes.ended(fresh.name, end)))
    })
  }

  function begin(member: Member, gone: (end: WorkerEnd) => void): void {
    const { number: worker, link, address, slots } = member
    members.set(worker, member)
    link.start({
      joined(own) {
        clearTimeout(alone)
        alone = undefined
        const slot = ++lastSlot
        slots.set(own, slot)
        places.set(slot, { member, own })
        tell((hears) => hears.joined(slot, worker))
      },
      received(own, envelope) {
        const slot = slots.get(own)
        if (slot !== undefined) tell((hears) => hears.received(slot, envelope))
      },
      lost(own, reason, isLast) {
        if (isLast) spent.add(worker)
        const isVeryLast = isLast && [...members.keys()].every((each) => spent.has(each))
        // A slot that never joined is told of, too: it says why there is none.
        const slot = slots.get(own) ?? ++lastSlot
        slots.delete(own)
        places.delete(slot)
        tell((hears) => hears.lost(slot, reason, isVeryLast))
        watch()
      },
      draining() {
        leaving.add(worker)
        tell((hears) => hears.draining(worker))
      },
      leaving(outputs) {
        const heir = [...members.values()].find((each) => !leaving.has(each.number))
        if (heir && outputs.length > 0) heir.link.adopt(worker, outputs)
        else void link.close(closeDeadline)
      },
      adopted(from, outputs) {
        tell((hears) => hears.adopted({ from, to: worker, outputs }))
        void members.get(from)?.link.close(closeDeadline)
      },
      ended(end) {
        members.delete(worker)
        leaving.delete(worker)
        for (const slot of slots.values()) places.delete(slot)
        const reason: LossReason = { kind: 'worker', worker: address, why: end.why }
        tell((hears) => hears.workerLost(worker, reason))
        for (const { link: other } of members.values()) other.tellGone(worker)
        gone(end)
        watch()
      },
    })
    introduce(member)
    for (const [name, path] of sent) link.sendParts(partsOf(path, name))
  }

  /** Says to all where the blocks of a new worker are to be had, and to it where those of all are. */
  function introduce(fresh: Member): void {
    for (const each of members.values()) {
      each.link.tell(peerOf(fresh, each))
      if (each !== fresh) fresh.link.tell(peerOf(each, fresh))
    }
  }

  function tell(say: (hears: TransportListener) => void): void {
    if (isClosing) return
    if (listener) say(listener)
    else early.push(say)
  }

  /** With no slot left, jobs wait for one to come back; but not for ever. A worker whose process ends at once is none. */
  function watch(): void {
    if (places.size > 0 || isClosing) return
    alone ??= setTimeout(() => {
      alone = undefined
      tell((hears) => hears.deserted(desertedError(placesOf(workers, door), times.alone, refusal)))
      watch()
    }, times.alone).unref()
  }
}

/** How a worker is told of another one, or of itself. */
function peerOf({ number: worker, address, isReachable, link: { executor } }: Member, { driver }: Member) {
  return { kind: 'peer', worker, address: isReachable ? address : (driver ?? address), executor } as const
}

function hello(session: string, silence: number): DriverHello {
  return {
    kind: 'driver',
    version: protocolVersion,
    session,
    silence,
    programs: registeredPrograms().map((program) => programTable(program)),
  }
}

/** Where workers come from. */
function placesOf(workers: readonly string[], door: Door | undefined): string {
  const joining = door ? [`those that join ${addressText(door.address)}`] : []
  return [...workers, ...joining].join(', ')
}

function desertedError(places: string, ms: number, refusal: unknown): AtomicError {
  const why = refusal instanceof Error ? ` The last one that came was given up: ${refusal.message}` : ''
  return new AtomicError('ATOMIC3009', {
    what: `No worker of ${places} was there for ${ms} ms.${why}`,
    fix: 'Start them; the driver and they find each other by themselves.',
    ...(refusal !== undefined && { cause: refusal }),
  })
}
