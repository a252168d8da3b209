import { AtomicError, callSite, registeredPrograms } from '@atomic-ts/core/internal'
import { readSecurity, type SecurityOptions } from '../security/read-security.ts'
import type { Security } from '../security/security.ts'
import type { AllocationOptions } from '../scheduler/scheduler-state.ts'
import { parseAddress, type Address } from '../wire/address.ts'
import { checkAllocation, type AllocationSettings } from './allocation-options.ts'
import { checkGroup } from './check-group.ts'
import type { LocalOptions } from './local-options.ts'

/** Where and how a context runs its tasks. Slots and memory are those of this machine: workers have their own. */
export interface ContextOptions extends LocalOptions {
  /**
   * Workers on other machines, as `host:port`; several with commas between. `dns:name:port` is all machines that a name
   * stands for, also those that it will stand for later. By default those of `atomic run --workers`, or
   * of the variable ATOMIC_WORKERS. Without any, or when `transport` is given, tasks run on this machine.
   */
  readonly workers?: string | readonly string[]
  /**
   * Where the program listens for workers that dial it, as `host:port`: `atomic worker --join host:port`. It waits for the
   * first one; others may come and go at any time, also beside `workers`. By default what `atomic run --listen` says, or
   * the variable ATOMIC_LISTEN. Beyond this machine it needs a secret, or `security.mutual`.
   */
  readonly listen?: string
  /**
   * How long the program waits for the first worker where it listens, and jobs while no worker is there, in milliseconds;
   * 60,000 by default.
   */
  readonly waitForWorker?: number
  /** How long a worker may be silent before it counts as lost, in milliseconds; 10,000 by default. */
  readonly workerTimeout?: number
  /**
   * The secret and the certificates of connections to workers. By default those of the flags of `atomic run`, or of the
   * environment.
   */
  readonly security?: SecurityOptions
  /**
   * Runs tasks in worker processes on this machine: as many as have work, within bounds. They share no memory with the
   * program, and end with the context. Not beside `workers`, `listen`, `transport` and `slots`.
   */
  readonly allocation?: AllocationSettings
}

/** The workers of a context, checked. */
export interface Cluster {
  readonly workers: readonly string[]
  readonly listen: Address | undefined
  readonly silence: number
  /** How long it waits for a worker while there is none. */
  readonly alone: number
  readonly security: Security
  /** Its own workers, in place of those. */
  readonly allocation: AllocationOptions | undefined
}

/** The workers that a context is to use, checked; `undefined` when it uses this machine. */
export function workersOf(options: ContextOptions): Cluster | undefined {
  const { workerTimeout: silence = 10_000, waitForWorker: alone = 60_000 } = options
  const allocation = options.allocation && checkAllocation(options.allocation)
  if (options.security) checkGroup('security', options.security)
  checkTogether(options)
  check('workerTimeout', silence, 100)
  check('waitForWorker', alone, 1)
  if (options.transport !== undefined) return undefined
  const times = { silence, alone }
  if (allocation) {
    checkBuilt()
    return { workers: [], listen: undefined, ...times, security: readSecurity({}, {}), allocation }
  }
  const text = options.workers ?? process.env['ATOMIC_WORKERS'] ?? ''
  const workers = (typeof text === 'string' ? text.split(',') : [...text]).map((each) => each.trim())
  const listen = listenOf(options.listen ?? process.env['ATOMIC_LISTEN'] ?? '')
  if (workers.join('') === '' && !listen) return undefined
  const called = workers.filter((each) => each !== '' || !listen)
  called.forEach(checkAddress)
  checkBuilt()
  return { workers: called, listen, ...times, security: readSecurity(options.security), allocation }
}

/** Options that say where tasks run, and exclude each other. */
function checkTogether(options: ContextOptions): void {
  const given = (['workers', 'listen', 'transport', 'slots'] as const).filter(
    (name) => options[name] !== undefined,
  )
  if (options.allocation && given[0]) {
    throw refused(`The options allocation and ${given[0]} exclude each other.`)
  }
  const remote = given.find((name) => name === 'workers' || name === 'listen')
  if (options.transport === undefined || !remote) return
  throw refused(`The options ${remote} and transport: '${options.transport}' exclude each other.`)
}

function check(name: string, value: number, least: number): void {
  if (Number.isInteger(value) && value >= least) return
  throw refused(`The option ${name} is ${String(value)}; it must be an integer of ${least} or more.`)
}

function listenOf(text: string): Address | undefined {
  if (text === '') return undefined
  const address = parseAddress(text)
  if (address) return address
  throw refused(`The option listen is ${JSON.stringify(text)}; it must be host:port.`)
}

function checkBuilt(): void {
  if (registeredPrograms().length > 0) return
  throw new AtomicError('ATOMIC2005', {
    what: 'Workers need a built program: this one was started without the build step.',
    at: callSite(),
    fix: 'Run it with: atomic run FILE, or node --import @atomic-ts/atomic/register FILE.',
  })
}

function checkAddress(address: string): void {
  if (parseAddress(address.replace(/^dns:/, ''))) return
  throw refused(`${JSON.stringify(address)} is no worker's address; write host:port, or dns:name:port.`)
}

function refused(what: string): AtomicError {
  return new AtomicError('ATOMIC2005', { what, at: callSite() })
}
