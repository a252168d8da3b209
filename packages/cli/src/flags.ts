import { parseArgs, type ParseArgsConfig } from 'node:util'
import { AtomicError } from '@atomic-ts/core/internal'
import type { SecurityOptions } from '@atomic-ts/runtime'
import { parseFlags } from './parse-flags.ts'
import { securityFlags, securityOf } from './security-flags.ts'

/** The command line of `run` and `build`, checked. */
export interface Flags {
  readonly file: string
  /** Everything after the file: the program's own. */
  readonly args: readonly string[]
  readonly slots?: number
  readonly memory?: number
  readonly sharedMemory?: number
  readonly taskMemory?: number
  readonly scratch?: string
  readonly maxFailures?: number
  readonly inProcess: boolean
  readonly workers?: string
  readonly listen?: string
  /** Seconds. */
  readonly wait?: number
  readonly security: SecurityOptions
  readonly progress: boolean
  readonly cache?: string
}

const options = {
  slots: { type: 'string' },
  memory: { type: 'string' },
  'shared-memory': { type: 'string' },
  'task-memory': { type: 'string' },
  scratch: { type: 'string' },
  'max-failures': { type: 'string' },
  'in-process': { type: 'boolean' },
  workers: { type: 'string' },
  listen: { type: 'string' },
  wait: { type: 'string' },
  ...securityFlags,
  'no-progress': { type: 'boolean' },
  cache: { type: 'string' },
} as const satisfies ParseArgsConfig['options']

/** Reads flags up to the file; what comes after it is left to the program. */
export function readFlags(command: string, argv: readonly string[]): Flags {
  const { tokens } = parseArgs({
    args: [...argv],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  const first = tokens.find(({ kind }) => kind === 'positional' || kind === 'option-terminator')
  const file = first && (first.kind === 'positional' ? first.value : argv[first.index + 1])
  if (!first || !file) {
    throw new AtomicError('ATOMIC2005', {
      what: `atomic ${command} needs a file.`,
      fix: `Usage: atomic ${command} FILE`,
    })
  }
  const end = first.kind === 'positional' ? first.index : first.index + 1
  const { values } = parseFlags(argv.slice(0, first.index), options)
  checkWorkers(values)
  return {
    file,
    args: argv.slice(end + 1),
    ...number('slots', values.slots),
    ...number('memory', values.memory),
    ...number('sharedMemory', values['shared-memory']),
    ...number('taskMemory', values['task-memory']),
    ...(values.scratch === undefined ? {} : { scratch: values.scratch }),
    ...number('maxFailures', values['max-failures']),
    inProcess: values['in-process'] ?? false,
    security: securityOf(values),
    progress: !values['no-progress'],
    ...(values.workers === undefined ? {} : { workers: values.workers }),
    ...(values.listen === undefined ? {} : { listen: values.listen }),
    ...number('wait', values.wait),
    ...(values.cache === undefined ? {} : { cache: values.cache }),
  }
}

const ofThisMachine = ['in-process', 'slots', 'memory', 'shared-memory', 'task-memory', 'scratch'] as const

/** Workers elsewhere have slots, memory and disks of their own. */
function checkWorkers(values: ReturnType<typeof parseFlags<typeof options>>['values']): void {
  const remote = (['workers', 'listen'] as const).find((name) => values[name] !== undefined)
  const other = ofThisMachine.find((name) => values[name] !== undefined)
  if (remote === undefined || other === undefined) return
  throw new AtomicError('ATOMIC2005', {
    what: `The flags --${remote} and --${other} exclude each other.`,
    fix: 'What a worker may use is said where it is started: atomic worker --slots N --memory MB.',
  })
}

function number<N extends string>(name: N, text: string | undefined): { [K in N]?: number } {
  return text === undefined ? {} : ({ [name]: Number(text) } as { [K in N]?: number })
}
