import { randomUUID } from 'node:crypto'
import { AtomicError, isAtomicError, registeredPrograms } from '@atomic-ts/core/internal'
import type { Security } from '../../security/security.ts'
import { programTable } from '../../wire/program-table.ts'
import { protocolVersion, type Hello } from '../../wire/protocol.ts'
import type { LossReason, Transport, TransportListener } from '../transport.ts'
import { WorkerLink, type LinkTimes } from './worker-link.ts'

/** What a cluster is made with. */
export interface ClusterOptions {
  /** `host:port` of each worker. */
  readonly workers: readonly string[]
  /** What its connections are protected by. */
  readonly security: Security
  readonly times: LinkTimes & { /** How long jobs wait while there is no worker. */ readonly alone: number }
}

interface Place {
  readonly link: WorkerLink
  /** The worker's own number of the slot. */
  readonly slot: number
}

// How long a worker has to stop its slots, in milliseconds.
const closeDeadline = 3000
// Between two tries to reach a worker, in milliseconds: twice as long each time.
const firstPause = 100
const longestPause = 5000

/**
 * The slots of workers elsewhere. Each connection to a worker starts an executor process there; when it breaks, its slots
 * are lost, and the worker is called again.
 * @throws ATOMIC3009 when no worker can be reached; what a worker says that refuses this driver
 */
export async function clusterTransport({ workers, security, times }: ClusterOptions): Promise<Transport> {
  const session = randomUUID()
  const links = new Set<WorkerLink>()
  /** Workers whose slots do not even start. */
  const spent = new WeakSet<WorkerLink>()
  const places = new Map<number, Place>()
  const pauses = new Set<NodeJS.Timeout>()
  const early: ((listener: TransportListener) => void)[] = []
  let listener: TransportListener | undefined
  let next = 0
  // 0 is the driver's own process.
  let lastWorker = 0
  let isClosing = false
  let alone: NodeJS.Timeout | undefined

  const tries = await Promise.allSettled(workers.map((address) => open(address)))
  const failures = tries.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []))
  const refusal = failures.find(isRefusal)
  if (refusal !== undefined || links.size === 0) {
    await close()
    throw refusal ?? failures[0]
  }
  tries.forEach(({ status }, i) => {
    if (status === 'rejected') again(workers[i] ?? '', firstPause)
  })
  for (const failure of failures) process.emitWarning(failure as Error)

  return {
    get size() {
      return [...links].reduce((sum, { slots }) => sum + slots, 0)
    },
    sharesFunctions: false,
    start(hears) {
      listener = hears
      for (const say of early.splice(0)) say(hears)
    },
    send(slot, envelope) {
      const place = places.get(slot)
      place?.link.send(place.slot, envelope)
    },
    kill(slot) {
      const place = places.get(slot)
      place?.link.kill(place.slot)
    },
    close,
  }

  async function close(): Promise<void> {
    isClosing = true
    clearTimeout(alone)
    for (const pause of pauses) clearTimeout(pause)
    await Promise.all([...links].map((link) => link.close(closeDeadline)))
  }

  async function open(address: string): Promise<void> {
    const link = await WorkerLink.open(address, hello(session), { role: 'driver', security, times })
    if (isClosing) return link.close(0)
    links.add(link)
    clearTimeout(alone)
    alone = undefined
    /** The driver's number of each slot, by the worker's own. */
    const slots = new Map<number, number>()
    const worker = ++lastWorker
    link.start({
      joined(own) {
        const slot = next++
        slots.set(own, slot)
        places.set(slot, { link, slot: own })
        tell((hears) => hears.joined(slot, worker))
      },
      received(own, envelope) {
        const slot = slots.get(own)
        if (slot !== undefined) tell((hears) => hears.received(slot, envelope))
      },
      lost(own, reason, isLast) {
        if (isLast) spent.add(link)
        const isVeryLast = isLast && [...links].every((each) => spent.has(each))
        lose(own, reason, isVeryLast)
      },
      ended(why) {
        links.delete(link)
        if (isClosing) return
        for (const slot of slots.values()) places.delete(slot)
        tell((hears) => hears.workerLost(worker, { kind: 'worker', worker: address, why }))
        again(address, firstPause)
        watch()
      },
    })

    function lose(own: number, reason: LossReason, isLast = false): void {
      // A slot that never joined is told of, too: it says why there is none.
      const slot = slots.get(own) ?? next++
      slots.delete(own)
      places.delete(slot)
      tell((hears) => hears.lost(slot, reason, isLast))
    }
  }

  function tell(say: (hears: TransportListener) => void): void {
    if (isClosing) return
    if (listener) say(listener)
    else early.push(say)
  }

  /** Calls a worker again after a pause, for as long as the driver lives. */
  function again(address: string, pause: number): void {
    const timer = setTimeout(() => {
      pauses.delete(timer)
      open(address).catch((error: unknown) => {
        if (isClosing) return
        if (isRefusal(error)) process.emitWarning(error as Error)
        else again(address, Math.min(2 * pause, longestPause))
      })
    }, pause).unref()
    pauses.add(timer)
  }

  /** With no worker left, jobs wait for one to come back; but not for ever. */
  function watch(): void {
    if (links.size > 0 || isClosing) return
    alone ??= setTimeout(() => {
      alone = undefined
      tell((hears) => hears.deserted(desertedError(workers, times.alone)))
      watch()
    }, times.alone).unref()
  }
}

function hello(session: string): Hello {
  return {
    kind: 'driver',
    version: protocolVersion,
    session,
    programs: registeredPrograms().map((program) => programTable(program)),
  }
}

/** Whether a worker does not want this driver: calling it again would not help. */
function isRefusal(error: unknown): boolean {
  return isAtomicError(error) && error.code !== 'ATOMIC3009'
}

function desertedError(workers: readonly string[], ms: number): AtomicError {
  return new AtomicError('ATOMIC3009', {
    what: `No worker of ${workers.join(', ')} could be reached for ${ms} ms.`,
    fix: 'Start them again; the driver finds them by itself.',
  })
}
