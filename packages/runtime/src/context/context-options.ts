import { AtomicError, callSite, registeredPrograms } from '@atomic-ts/core/internal'
import { readSecurity, type SecurityOptions } from '../security/read-security.ts'
import type { Security } from '../security/security.ts'
import type { AllocationOptions } from '../scheduler/scheduler-state.ts'
import { checkAllocation, type AllocationSettings } from './allocation-options.ts'
import type { LocalOptions } from './local-options.ts'

/** Where and how a context runs its tasks. Slots and memory are those of this machine: workers have their own. */
export interface ContextOptions extends LocalOptions {
  /**
   * Workers on other machines, as `host:port`; several with commas between. `dns:name:port` is all machines that a name
   * stands for, also those that it will stand for later. By default those of `atomic run --workers`, or
   * of the variable ATOMIC_WORKERS. Without any, or when `transport` is given, tasks run on this machine.
   */
  readonly workers?: string | readonly string[]
  /** How long a worker may be silent before it counts as lost, in milliseconds; 10,000 by default. */
  readonly workerTimeout?: number
  /**
   * The secret and the certificates of connections to workers. By default those of the flags of `atomic run`, or of the
   * environment.
   */
  readonly security?: SecurityOptions
  /**
   * Runs tasks in worker processes on this machine: as many as have work, within bounds. They share no memory with the
   * program, and end with the context. Not beside `workers`, `transport` and `slots`.
   */
  readonly allocation?: AllocationSettings
}

/** The workers of a context, checked. */
export interface Cluster {
  readonly workers: readonly string[]
  readonly silence: number
  readonly security: Security
  /** Its own workers, in place of those. */
  readonly allocation: AllocationOptions | undefined
}

/** The workers that a context is to use, checked; `undefined` when it uses this machine. */
export function workersOf(options: ContextOptions): Cluster | undefined {
  const allocation = options.allocation && checkAllocation(options.allocation)
  const other = (['workers', 'transport', 'slots'] as const).find((name) => options[name] !== undefined)
  if (allocation && other) throw refused(`The options allocation and ${other} exclude each other.`)
  const { workers: given, transport, workerTimeout: silence = 10_000 } = options
  if (given !== undefined && transport !== undefined) {
    throw refused(`The options workers and transport: '${transport}' exclude each other.`)
  }
  if (!Number.isInteger(silence) || silence < 100) {
    throw refused(`The option workerTimeout is ${String(silence)}; it must be an integer of 100 or more.`)
  }
  if (transport !== undefined) return undefined
  if (allocation) {
    checkBuilt()
    return { workers: [], silence, security: readSecurity({}, {}), allocation }
  }
  const text = given ?? process.env['ATOMIC_WORKERS'] ?? ''
  const workers = (typeof text === 'string' ? text.split(',') : [...text]).map((each) => each.trim())
  if (workers.join('') === '') return undefined
  workers.forEach(checkAddress)
  checkBuilt()
  return { workers, silence, security: readSecurity(options.security), allocation }
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
  const [, port] = /^(?:[\w.-]+|\[[\da-f:.]+\]):(\d+)$/i.exec(address.replace(/^dns:/, '')) ?? []
  if (port !== undefined && Number(port) <= 65_535) return
  throw refused(`${JSON.stringify(address)} is no worker's address; write host:port, or dns:name:port.`)
}

function refused(what: string): AtomicError {
  return new AtomicError('ATOMIC2005', { what, at: callSite() })
}
