import { availableParallelism } from 'node:os'
import { startWorker, type RunningWorker } from '@atomic-ts/runtime/internal'
import { AtomicError } from '@atomic-ts/core/internal'
import type { ParseArgsConfig } from 'node:util'
import { parseFlags } from './parse-flags.ts'
import { securityFlags, securityOf } from './security-flags.ts'

const options = {
  port: { type: 'string' },
  host: { type: 'string' },
  slots: { type: 'string' },
  memory: { type: 'string' },
  'shared-memory': { type: 'string' },
  'task-memory': { type: 'string' },
  scratch: { type: 'string' },
  bundle: { type: 'string', multiple: true },
  join: { type: 'string' },
  advertise: { type: 'string' },
  sessions: { type: 'string' },
  'log-lines': { type: 'string' },
  ...securityFlags,
} as const satisfies ParseArgsConfig['options']

/** Listens for drivers, and dials one if it is told to, until a signal ends it. Gives the exit code. */
export async function worker(argv: readonly string[]): Promise<number> {
  const { values } = parseFlags(argv, options)
  const { host = '127.0.0.1', bundle = [] } = values
  const { join, advertise } = values
  const { 'shared-memory': sharedMemory, 'task-memory': taskMemory, memory, scratch } = values
  const running = await startWorker({
    host,
    // One that dials is found by itself: any port will do.
    port: integer('port', values.port ?? (join === undefined ? '10001' : '0'), 0),
    slots: values.slots === undefined ? availableParallelism() : integer('slots', values.slots, 1),
    bundles: bundle,
    sessions: integer('sessions', values.sessions ?? '16', 1),
    logLines: integer('log-lines', values['log-lines'] ?? '10000', 0),
    security: securityOf(values),
    ...(join === undefined ? {} : { join }),
    ...(advertise === undefined ? {} : { advertise }),
    news: print,
    ...(memory === undefined ? {} : { memory: integer('memory', memory, 16) }),
    ...(sharedMemory === undefined ? {} : { sharedMemory: Number(sharedMemory) }),
    ...(taskMemory === undefined ? {} : { taskMemory: Number(taskMemory) }),
    ...(scratch === undefined ? {} : { scratch }),
  })
  // What tasks start has no use for it.
  delete process.env['ATOMIC_SECRET']
  print(`worker on ${running.host}:${running.port}`)
  await stopped(running)
  return 0
}

/**
 * Resolves when a signal has ended the worker: SIGTERM lets it hand over what it keeps; a second signal, or another one,
 * ends it at once.
 */
async function stopped(running: RunningWorker): Promise<void> {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  const next = (): Promise<string> =>
    new Promise((resolve) => {
      for (const each of signals) process.once(each, resolve)
      // Whoever started it is gone.
      process.once('disconnect', () => resolve('the end of its parent'))
      process.channel?.unref()
    })
  const signal = await Promise.race([next(), refusal(running)])
  if (signal === 'SIGTERM') await Promise.race([running.drain(), next()])
  await running.close(`it was ended by ${signal}`)
}

/** Rejects when the driver that it should join does not want it, and it has handed over what it keeps for others. */
async function refusal(running: RunningWorker): Promise<never> {
  try {
    return await running.refused
  } catch (error) {
    await running.drain()
    await running.close('the driver that it should join refuses it')
    throw error
  }
}

function print(line: string): void {
  process.stdout.write(`atomic: ${line}\n`)
}

function integer(name: string, text: string, least: number): number {
  const value = Number(text)
  if (Number.isInteger(value) && value >= least) return value
  throw new AtomicError('ATOMIC2005', {
    what: `The flag --${name} is ${text}; it must be an integer of ${least} or more.`,
  })
}
