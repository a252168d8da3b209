import { lookup } from 'node:dns/promises'
import { setTimeout } from 'node:timers/promises'
import { AtomicError, isAtomicError } from '@atomic-ts/core/internal'
import { wasCutOff } from '../../security/connection-error.ts'

/** Connects to a worker; `gone` resolves when it is, to how long it should be left alone in milliseconds. */
export type Open = (address: string) => Promise<Connection>

/** A worker that is connected. */
interface Connection {
  readonly gone: Promise<number>
}

/** Looks up what a name stands for; `undefined` while nobody can say it. */
export type Find = (name: string) => Promise<readonly string[] | undefined>

/** How workers are called. */
export interface Calling {
  readonly open: Open
  /** By default this machine's own resolver. */
  readonly find?: Find
  /** Between two looks at what a name stands for, in milliseconds; 2,000 by default. */
  readonly lookPause?: number
  /** How long a worker is called at first that ends connections before it answers, in milliseconds; 10,000 by default. */
  readonly patience?: number
  /** Whether it is fine when none can be reached at first. */
  readonly mayBeNone: boolean
  /**
   * A worker is not called any more, since it does not want this driver, or is of no use to it.
   * @param isLast nobody else is called
   */
  readonly refused: (error: unknown, isLast: boolean) => void
}

/** Keeps a driver connected with its workers. */
export interface Callers {
  /** Calls one more, from now on. */
  add(address: string): void
  /** Calls one no more, once it is gone. */
  remove(address: string): void
  /** Calls nobody any more. */
  close(): void
}

// Between two tries to reach a worker, in milliseconds: twice as long each time.
const firstPause = 100
const longestPause = 5000

/**
 * Calls workers, and calls those again that are lost, or not there yet. A name is looked up again and again: what it
 * stands for now is called, too; what it stands for no more is not called again once it is lost.
 * @throws ATOMIC3009 when none can be reached at first; what a worker says that refuses this driver
 */
export async function callWorkers(
  workers: readonly string[],
  { open, find = addressesOf, lookPause = 2000, patience = 10_000, mayBeNone, refused }: Calling,
): Promise<Callers> {
  const stop = new AbortController()
  /** Those that were named themselves. */
  const own = new Set(workers.filter((each) => !isName(each)))
  /** Those that are being called: each by one loop, else two would take the worker away from each other. */
  const called = new Set<string>()
  const givenUp = new Set<string>()
  const names = workers.filter(isName)
  const found = new Map<string, readonly string[]>()
  await Promise.all(names.map(async (name) => found.set(name, (await find(name)) ?? [])))
  const addresses = [...new Set([...own, ...[...found.values()].flat()])]
  const tries = await Promise.allSettled(addresses.map(callFirst))
  const failures = tries.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []))
  const refusal = failures.find(isRefusal)
  if (refusal !== undefined || (failures.length === tries.length && !mayBeNone))
    throw refusal ?? failures[0] ?? noneFound(names)
  for (const failure of failures) process.emitWarning(failure as Error)
  tries.forEach((each, i) => call(addresses[i] ?? '', each.status === 'fulfilled' ? each.value : undefined))
  for (const name of names) void watchName(name)
  return {
    add(address) {
      own.add(address)
      call(address)
    },
    remove: (address) => void own.delete(address),
    close: () => stop.abort(),
  }

  function call(address: string, first?: Connection): void {
    if (called.has(address)) return
    called.add(address)
    void keepCalling(address, first)
  }

  function isWanted(address: string): boolean {
    return own.has(address) || [...found.values()].some((each) => each.includes(address))
  }

  /** Calls a worker for the first time: again, while it, or a proxy before it, ends connections at once. */
  async function callFirst(address: string): Promise<Connection> {
    const given = AbortSignal.timeout(patience)
    for (let wait = firstPause; ; wait = Math.min(2 * wait, longestPause)) {
      try {
        return await open(address)
      } catch (error) {
        if (!wasCutOff(error) || given.aborted) throw error
      }
      await setTimeout(wait)
    }
  }

  /** Calls a worker until it refuses, or its name stands for others. */
  async function keepCalling(address: string, first?: Connection): Promise<void> {
    let connection = first
    for (let wait = firstPause; ;) {
      if (connection) wait = Math.max(firstPause, await connection.gone)
      if (isWanted(address)) await pause(wait, stop.signal)
      if (stop.signal.aborted || !isWanted(address)) return void called.delete(address)
      try {
        connection = await open(address)
      } catch (error) {
        connection = undefined
        if (isFinal(error)) {
          givenUp.add(address)
          return refused(error, names.length === 0 && [...called].every((each) => givenUp.has(each)))
        }
        wait = Math.min(2 * wait, longestPause)
      }
    }
  }

  async function watchName(name: string): Promise<void> {
    while (!stop.signal.aborted) {
      await pause(lookPause, stop.signal)
      const now = await find(name)
      if (!now || stop.signal.aborted) continue
      found.set(name, now)
      for (const address of now) call(address)
    }
  }
}

function isName(worker: string): boolean {
  return worker.startsWith('dns:')
}

/** What a name stands for now. */
async function addressesOf(name: string): Promise<readonly string[] | undefined> {
  const [, host = '', port = ''] = /^dns:(.+):(\d+)$/.exec(name) ?? []
  try {
    const found = await lookup(host, { all: true })
    return found.map(({ address, family }) => `${family === 6 ? `[${address}]` : address}:${port}`)
  } catch {
    // Whoever knows the name may be away: its workers are there all the same.
    return undefined
  }
}

/** Waits, unless it is over; does not keep the process alive. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return setTimeout(ms, undefined, { signal, ref: false }).catch(() => undefined)
}

/** Whether a worker that is called for the first time does not want this driver. */
function isRefusal(error: unknown): boolean {
  return isAtomicError(error) && error.code !== 'ATOMIC3009'
}

/** Whether calling a worker again would not help: it has been started anew, with other tasks or of another version. */
function isFinal(error: unknown): boolean {
  return isAtomicError(error) && ['ATOMIC3006', 'ATOMIC3010', 'ATOMIC3011'].includes(error.code)
}

function noneFound(names: readonly string[]): AtomicError {
  return new AtomicError('ATOMIC3009', {
    what: `No worker is known by ${names.join(', ')}.`,
    fix: 'See that the name is known to this machine, and that workers run where it leads.',
  })
}
