import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { execaNode } from 'execa'

/** The command. */
export const atomic: string = fileURLToPath(new URL('../../packages/atomic/bin/atomic.js', import.meta.url))

/** A worker in a process of its own. */
export interface TestWorker {
  readonly address: string
  readonly pid: number
  /** What it has written to standard error. */
  readonly errors: () => string
  /** Sends it a signal; resolves to how it ended. */
  end(
    signal?: NodeJS.Signals,
  ): Promise<{ readonly exitCode: number | undefined; readonly signal: string | undefined }>
}

/** Starts `atomic worker` on a free port. */
export async function startWorker(...flags: readonly string[]): Promise<TestWorker> {
  const child = execaNode(
    atomic,
    ['worker', ...(flags.includes('--port') ? [] : ['--port', '0']), ...flags],
    { reject: false, buffer: false },
  )
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => {
    errors += String(chunk)
    process.stderr.write(chunk)
  })
  const first = await Promise.race([once(child.stdout, 'data'), child])
  const [, address] = /on (\S+:\d+)/.exec(String(Array.isArray(first) ? first[0] : '')) ?? []
  if (address === undefined || child.pid === undefined) throw new Error(`A worker did not start: ${errors}`)
  return {
    address,
    pid: child.pid,
    errors: () => errors,
    async end(signal = 'SIGTERM') {
      child.kill(signal)
      const { exitCode, signal: by } = await child
      return { exitCode, signal: by }
    },
  }
}
