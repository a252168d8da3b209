import { AtomicError } from '@atomic-ts/core/internal'
import { load } from '@atomic-ts/compiler'
import { Context, type ContextOptions } from '@atomic-ts/runtime'
import { setSecurityVariables } from '@atomic-ts/runtime/internal'
import { readFlags, type Flags } from './flags.ts'
import { printFailure } from './print-failure.ts'

/** A program's default export. */
type Main = (ctx: Context, args: string[]) => unknown

// What a shell reports for a program that Ctrl-C ended.
const interrupted = 130

/** Builds a program and runs its main function on a context made from the flags. Gives the exit code. */
export async function run(argv: readonly string[]): Promise<number> {
  const flags = readFlags('run', argv)
  // Programs that make their own context find the workers there, too.
  if (flags.workers !== undefined) process.env['ATOMIC_WORKERS'] = flags.workers
  if (flags.listen !== undefined) process.env['ATOMIC_LISTEN'] = flags.listen
  setSecurityVariables(flags.security)
  process.argv = [process.argv[0] ?? 'node', flags.file, ...flags.args]
  const options = flags.cache === undefined ? {} : { cache: flags.cache }
  const program = await load<{ default?: unknown; main?: unknown }>(flags.file, options)
  if (isFunction(program.default)) return runMain(program.default as Main, flags)
  if (typeof program.default !== 'function' && typeof program.main !== 'function') return 0
  throw new AtomicError('ATOMIC1011', {
    what: program.default
      ? `The default export of ${flags.file} is a class, where atomic run calls a function.`
      : `${flags.file} exports main, but not as its default.`,
    fix: 'Write: export default async function main(ctx: Context, args: string[]) { … }',
  })
}

function isFunction(value: unknown): boolean {
  return typeof value === 'function' && !Function.prototype.toString.call(value).startsWith('class')
}

async function runMain(main: Main, flags: Flags): Promise<number> {
  const { args } = flags
  const ctx = await Context.create(contextOptions(flags))
  const stopProgress = flags.progress && process.stderr.isTTY ? await startProgress(ctx) : undefined
  const signal = stopOnSignal(ctx)
  try {
    await main(ctx, [...args])
    return signal.exitCode ?? 0
  } catch (error) {
    stopProgress?.()
    printFailure(error)
    return signal.exitCode ?? 1
  } finally {
    stopProgress?.()
    await ctx.stop('main has returned')
    signal.forget()
  }
}

function contextOptions(flags: Flags): ContextOptions {
  const { slots, memory, sharedMemory, taskMemory, scratch, maxFailures, wait, inProcess } = flags
  return {
    ...(slots === undefined ? {} : { slots }),
    ...(memory === undefined ? {} : { memory }),
    ...(sharedMemory === undefined ? {} : { sharedMemory }),
    ...(taskMemory === undefined ? {} : { taskMemory }),
    ...(scratch === undefined ? {} : { scratch }),
    ...(maxFailures === undefined ? {} : { maxFailures }),
    ...(wait === undefined ? {} : { waitForWorker: wait * 1000 }),
    ...(inProcess ? { transport: 'in-process' } : {}),
  }
}

async function startProgress(ctx: Context): Promise<() => void> {
  const { showProgress } = await import('./progress.ts')
  return showProgress(ctx)
}

/** The first signal stops the context, so that jobs fail with a clear error; the second one ends the process. */
function stopOnSignal(ctx: Context): { readonly exitCode: number | undefined; forget(): void } {
  const state = { exitCode: undefined as number | undefined, forget }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  return state

  function onSignal(signal: NodeJS.Signals): void {
    if (state.exitCode !== undefined) process.exit(state.exitCode)
    state.exitCode = signal === 'SIGINT' ? interrupted : 143
    process.exitCode = state.exitCode
    void ctx.stop(signal === 'SIGINT' ? 'interrupted (Ctrl-C)' : `ended by ${signal}`)
  }

  function forget(): void {
    process.off('SIGINT', onSignal)
    process.off('SIGTERM', onSignal)
  }
}
