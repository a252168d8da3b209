import { randomUUID } from 'node:crypto'
import { AtomicError, registeredPrograms } from '@atomic-ts/core/internal'
import type { Security } from '../../security/security.ts'
import { programTable } from '../../wire/program-table.ts'
import { protocolVersion, type DriverHello, type SentPart } from '../../wire/protocol.ts'
import { partsOf } from './parts-of.ts'
import type { Envelope, LossReason, Transport, TransportListener, WorkerProvider } from '../transport.ts'
import { callWorkers, type Callers } from './call-workers.ts'
import type { LocalWorkers } from './local-workers.ts'
import { WorkerLink, type LinkTimes } from './worker-link.ts'

/** What a cluster is made with. */
export interface ClusterOptions {
  /** `host:port` of each worker, or `dns:name:port` for all that a name stands for. */
  readonly workers: readonly string[]
  /** What its connections are protected by. */
  readonly security: Security
  readonly times: LinkTimes & {
    /** How long jobs wait while there is no worker. */
    readonly alone: number
  }
  /** Starts and stops workers on this machine; `slots` when all that there may be are up. */
  readonly local?: { readonly workers: LocalWorkers; readonly slots: number }
}

/** A worker that is connected. Its number is never used again. */
interface Member {
  readonly number: number
  readonly address: string
  readonly link: WorkerLink
  /** The driver's number of each slot, by the worker's own. */
  readonly slots: Map<number, number>
}

// How long a worker has to stop its slots, in milliseconds.
const closeDeadline = 3000

/**
 * The slots of workers elsewhere. Each connection to a worker starts an executor process there; when it breaks, its slots
 * and all that it kept are lost, and the worker is called again.
 * @throws ATOMIC3009 when no worker can be reached; what a worker says that refuses this driver
 */
export async function clusterTransport({
  workers,
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
  /** What is sent along with tasks: workers that come later get it, too. */
  const sent: Envelope<SentPart>[] = []
  const early: ((listener: TransportListener) => void)[] = []
  let listener: TransportListener | undefined
  let lastSlot = -1
  // The driver's own process is worker 0.
  let lastWorker = 0
  let isClosing = false
  let alone: NodeJS.Timeout | undefined

  const callers: Callers = await callWorkers(workers, open)
  local?.workers.listen({ up: (address) => callers.add(address), gone: (address) => callers.remove(address) })

  return {
    get size() {
      return local?.slots ?? [...members.values()].reduce((sum, { link }) => sum + link.slots, 0)
    },
    sharesFunctions: false,
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
      for (const part of partsOf(path, name)) {
        sent.push(part)
        for (const { link } of members.values()) link.sendPart(part)
      }
    },
    drop: (worker, output) => members.get(worker)?.link.drop(output),
    async close() {
      isClosing = true
      clearTimeout(alone)
      callers.close()
      await Promise.all([...members.values()].map(({ link }) => link.close(closeDeadline)))
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

  /** Connects to a worker; resolves to what resolves when it is gone. */
  async function open(address: string): Promise<{ readonly gone: Promise<unknown> }> {
    const link = await WorkerLink.open(address, hello(session, times.silence), {
      role: 'driver',
      security,
      times,
    })
    const gone = new Promise<void>((resolve) => {
      if (isClosing) void link.close(0).then(resolve)
      else add({ number: ++lastWorker, address, link, slots: new Map() }, resolve)
    })
    return { gone }
  }

  function add(member: Member, gone: () => void): void {
    const { number: worker, link, address, slots } = member
    members.set(worker, member)
    clearTimeout(alone)
    alone = undefined
    link.start({
      joined(own) {
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
      ended(why) {
        members.delete(worker)
        leaving.delete(worker)
        for (const slot of slots.values()) places.delete(slot)
        const reason: LossReason = { kind: 'worker', worker: address, why }
        tell((hears) => hears.workerLost(worker, reason))
        gone()
        watch()
      },
    })
    introduce(member)
    for (const part of sent) link.sendPart(part)
  }

  /** Says to all where the blocks of a new worker are to be had, and to it where those of all are. */
  function introduce(fresh: Member): void {
    for (const each of members.values()) {
      each.link.tell(peerOf(fresh))
      if (each !== fresh) fresh.link.tell(peerOf(each))
    }
  }

  function tell(say: (hears: TransportListener) => void): void {
    if (isClosing) return
    if (listener) say(listener)
    else early.push(say)
  }

  /** With no worker left, jobs wait for one to come back; but not for ever. */
  function watch(): void {
    if (members.size > 0 || isClosing) return
    alone ??= setTimeout(() => {
      alone = undefined
      tell((hears) => hears.deserted(desertedError(workers, times.alone)))
      watch()
    }, times.alone).unref()
  }
}

function peerOf({ number: worker, address, link: { executor } }: Member) {
  return { kind: 'peer', worker, address, executor } as const
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

function desertedError(workers: readonly string[], ms: number): AtomicError {
  return new AtomicError('ATOMIC3009', {
    what: `No worker of ${workers.join(', ')} could be reached for ${ms} ms.`,
    fix: 'Start them again; the driver finds them by itself.',
  })
}
