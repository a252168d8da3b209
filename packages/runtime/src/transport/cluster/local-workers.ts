import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { AtomicError } from '@atomic-ts/core/internal'
import type { ExecutorOptions } from '../../worker/executor-options.ts'

/** What each worker process is started with. */
export type LocalWorkerOptions = Omit<ExecutorOptions, 'programs' | 'executor' | 'silence'>

/** What hears of worker processes. */
export interface LocalWorkersListener {
  up(address: string): void
  gone(address: string): void
}

// A worker process that has not ended by then is killed, in milliseconds; one that is released hands over what it keeps.
const endDeadline = 5000
const releaseDeadline = 60_000

/** Worker processes on this machine, started and stopped as they are needed. They end with this process. */
export class LocalWorkers {
  readonly #options: LocalWorkerOptions
  readonly #secret: string
  readonly #children = new Map<ChildProcess, string | undefined>()
  #listener: LocalWorkersListener | undefined

  /** @param secret what shows them that it is this process that connects */
  constructor(options: LocalWorkerOptions, secret: string) {
    this.#options = options
    this.#secret = secret
  }

  /**
   * Starts the first ones. Resolves to their addresses.
   * @throws ATOMIC3009 when one does not start
   */
  async start(count: number): Promise<string[]> {
    return Promise.all(Array.from({ length: count }, () => this.#spawn()))
  }

  /** Hears of those that come and go from now on. */
  listen(listener: LocalWorkersListener): void {
    this.#listener = listener
  }

  /** There should be so many in all. */
  request(total: number): void {
    for (let i = this.#children.size; i < total; i++) {
      this.#spawn().then(
        (address) => this.#listener?.up(address),
        // When all are ended, so are those that are on their way.
        (error: unknown) => this.#listener && process.emitWarning(error as Error),
      )
    }
  }

  /** Ends one. */
  release(address: string): void {
    for (const [child, its] of this.#children) if (its === address) void end(child, releaseDeadline)
  }

  /** Ends all; resolves when they are gone. */
  async close(): Promise<void> {
    this.#listener = undefined
    await Promise.all([...this.#children.keys()].map((child) => end(child, endDeadline)))
  }

  async #spawn(): Promise<string> {
    const child = fork(entry(), [JSON.stringify(this.#options)], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      execArgv: ['--enable-source-maps'],
      env: { ...unprotected(process.env), ATOMIC_SECRET: this.#secret },
    })
    child.unref()
    child.channel?.unref()
    this.#children.set(child, undefined)
    child.once('exit', () => {
      const address = this.#children.get(child)
      this.#children.delete(child)
      if (address !== undefined) this.#listener?.gone(address)
    })
    const [first] = (await Promise.race([once(child, 'message'), once(child, 'exit')])) as unknown[]
    if (typeof first !== 'string') {
      throw new AtomicError('ATOMIC3009', {
        what: `A worker process on this machine ended with code ${String(first)} before it was there.`,
        fix: 'What it wrote to standard error says why.',
      })
    }
    this.#children.set(child, first)
    return first
  }
}

/** The environment without what protects connections to workers elsewhere. */
function unprotected(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^ATOMIC_(SECRET|TLS)/.test(name)))
}

async function end(child: ChildProcess, deadline: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), deadline).unref()
  await gone
  clearTimeout(timer)
}

/** The entry of a worker process by its public name, so that it is found from sources and from the built package alike. */
function entry(): string {
  return createRequire(import.meta.url).resolve('@atomic-ts/runtime/local-worker')
}
