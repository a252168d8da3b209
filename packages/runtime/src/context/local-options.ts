import { availableParallelism } from 'node:os'
import { AtomicError, callSite, registeredPrograms, type S3Options } from '@atomic-ts/core/internal'
import { checkS3 } from './s3-options.ts'
import type { SchedulerOptions } from '../scheduler/scheduler-state.ts'
import { checkFaults, type FaultOptions } from './fault-options.ts'
import { checkShared, type SharedOptions } from './memory-options.ts'
import { checkSharing, type SharingOptions } from './scheduler-options.ts'

/** How a local context runs its tasks. */
export interface LocalOptions extends FaultOptions {
  /** Tasks that run at the same time; by default one for each core on threads, and one in-process. */
  readonly slots?: number
  /**
   * `threads` uses every core; `in-process` runs in the driver's own thread, where tasks take turns as they wait. By
   * default threads, for a built program. In-process, a task that never waits and never comes to its next chunk, such as
   * an endless loop, cannot be cancelled: nothing else of the program runs beside it.
   */
  readonly transport?: 'threads' | 'in-process'
  /** Heap limit of each worker thread in MB; by default Node's own. */
  readonly memory?: number
  /**
   * How much the slots together may hold outside of their heaps in MB: what stages leave for the next ones, cached
   * partitions. What is beyond goes to disk. By default as much as their heaps, and half of the machine's at most.
   */
  readonly sharedMemory?: number
  /**
   * How much of its heap one task may fill with records that it sorts, groups or sends in MB, before they go to disk; by
   * default three tenths of the heap.
   */
  readonly taskMemory?: number
  /** The folder for data that does not fit in memory; by default the system's folder of temporary files. */
  readonly scratch?: string
  /**
   * How long a task of a barrier stage waits for the others in `barrier` and `allGather`, in milliseconds; 365 days by
   * default.
   */
  readonly barrierTimeout?: number
  /** How jobs that run at the same time share the slots; first in, first out by default. */
  readonly scheduler?: SharingOptions
  /**
   * Whether values are checked against their TypeScript types where they enter: `border`, the default, checks the
   * driver's records and what a task returns that holds a cast, an `any` or the like; `off` checks nothing.
   */
  readonly validate?: 'border' | 'off'
  /** Where `s3://` paths lead; by default what the environment says. */
  readonly s3?: S3Options
}

/** The options with everything filled in. */
export interface CheckedOptions {
  readonly slots: number
  readonly transport: 'threads' | 'in-process'
  readonly memory: number | undefined
  readonly shared: SharedOptions
  readonly barrierTimeout: number
  readonly scheduling: Partial<SchedulerOptions>
  readonly validates: boolean
  readonly s3: S3Options | undefined
}

/** Checks the options once and fills in the defaults. */
export function checkOptions(options: LocalOptions): CheckedOptions {
  const { memory, scheduler = {}, barrierTimeout = year } = options
  check('barrierTimeout', barrierTimeout, 1)
  if (memory !== undefined) check('memory', memory, 16)
  const shared = checkShared(options)
  const scheduling = { ...checkSharing(scheduler), ...checkFaults(options) }
  const validates = checkValidate(options.validate)
  const s3 = checkS3(options.s3)
  const isBuilt = registeredPrograms().length > 0
  if (options.transport === 'threads' && !isBuilt) {
    throw new AtomicError('ATOMIC2005', {
      what: 'Threads need a built program: this one was started without the build step.',
      at: callSite(),
      fix: 'Run it with: atomic run FILE, or node --import @atomic-ts/atomic/register FILE.',
    })
  }
  const transport = options.transport ?? (isBuilt ? 'threads' : 'in-process')
  const slots = options.slots ?? (transport === 'threads' ? availableParallelism() : 1)
  check('slots', slots, 1)
  if (!isBuilt && (options.slots ?? availableParallelism()) > 1) notice()
  return { slots, transport, memory, shared, scheduling, barrierTimeout, validates, s3 }
}

const year = 365 * 24 * 60 * 60 * 1000

function check(name: string, value: number, least: number): void {
  if (Number.isInteger(value) && value >= least) return
  throw new AtomicError('ATOMIC2005', {
    what: `The option ${name} is ${String(value)}; it must be an integer of ${least} or more.`,
    at: callSite(),
  })
}

function checkValidate(validate: string = 'border'): boolean {
  if (validate === 'border' || validate === 'off') return validate === 'border'
  throw new AtomicError('ATOMIC2005', {
    what: `The option validate is ${validate}; it must be border or off.`,
    at: callSite(),
  })
}

let isNoticed = false

function notice(): void {
  if (isNoticed) return
  isNoticed = true
  process.stderr.write(
    'atomic: running on one thread, since this program was not built. To use every core: atomic run FILE, or node --import @atomic-ts/atomic/register FILE\n',
  )
}
