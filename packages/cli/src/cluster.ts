import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { AtomicError } from '@atomic-ts/core/internal'
import type { ParseArgsConfig } from 'node:util'
import { parseFlags } from './parse-flags.ts'

const options = {
  workers: { type: 'string' },
  slots: { type: 'string' },
  memory: { type: 'string' },
  'shared-memory': { type: 'string' },
  'task-memory': { type: 'string' },
  scratch: { type: 'string' },
} as const satisfies ParseArgsConfig['options']

/** Starts workers on this machine, and ends them with a signal. Gives the exit code. */
export async function cluster([verb, ...argv]: readonly string[]): Promise<number> {
  if (verb !== 'up') {
    throw new AtomicError('ATOMIC2005', {
      what: `atomic cluster knows no ${verb ?? 'command without a word'}.`,
      fix: 'Usage: atomic cluster up --workers 4',
    })
  }
  const { workers: count = '2', ...own } = parseFlags(argv, options).values
  const workers = Number(count)
  if (!Number.isInteger(workers) || workers < 1) {
    throw new AtomicError('ATOMIC2005', {
      what: `The flag --workers is ${count}; it must be an integer of 1 or more.`,
    })
  }
  const slots = own.slots ?? String(Math.max(1, Math.floor(availableParallelism() / workers)))
  const flags = Object.entries({ ...own, slots }).flatMap(([name, value]) => [`--${name}`, value])
  const children = Array.from({ length: workers }, () => start(flags))
  try {
    const addresses = await Promise.all(children.map(addressOf))
    process.stdout.write(`ATOMIC_WORKERS=${addresses.join(',')}\n`)
    const isOver = once(process, 'SIGINT').then(() => 0)
    return await Promise.race([isOver, once(process, 'SIGTERM').then(() => 0), ...children.map(crashed)])
  } finally {
    await Promise.all(children.map(end))
  }
}

function start(flags: readonly string[]): ChildProcess {
  const [, command = ''] = process.argv
  return fork(command, ['worker', '--port', '0', ...flags], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] })
}

async function addressOf(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new TypeError('A worker has no output.')
  const [first] = (await Promise.race([once(child.stdout, 'data'), once(child, 'exit')])) as unknown[]
  const [, address] = /on (\S+:\d+)/.exec(String(first)) ?? []
  if (address === undefined) throw new AtomicError('ATOMIC3009', { what: 'A worker did not start.' })
  child.stdout.pipe(process.stdout)
  return address
}

/** One worker that ends by itself ends all. */
async function crashed(child: ChildProcess): Promise<number> {
  await once(child, 'exit')
  return 1
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGINT')
  await gone
}
