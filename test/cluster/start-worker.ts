import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'

/** The command. */
export const atomic: string = fileURLToPath(new URL('../../packages/atomic/bin/atomic.js', import.meta.url))

/** A worker in a process of its own, which ends with the block that uses it. */
export interface TestWorker extends AsyncDisposable {
  readonly address: string
  readonly pid: number
  /** What it has written to standard output. */
  readonly output: () => string
  /** What it has written to standard error. */
  readonly errors: () => string
  /** Sends it a signal; resolves to how it ended. */
  end(signal?: NodeJS.Signals): Promise<WorkerEnd>
  /** How it ends by itself. */
  ended(): Promise<WorkerEnd>
}

/** How a worker ended. */
export interface WorkerEnd {
  readonly exitCode: number | undefined
  readonly signal: string | undefined
}

/** Starts `atomic worker` on a free port. */
export function startWorker(...flags: readonly string[]): Promise<TestWorker> {
  return startWorkerWith({}, ...flags)
}

/** Starts one that may have so many files open, in an environment with these variables. */
export async function startWorkerWith(
  { files, env }: { readonly files?: number; readonly env?: Readonly<Record<string, string>> },
  ...flags: readonly string[]
): Promise<TestWorker> {
  const command = [atomic, 'worker', ...(flags.includes('--port') ? [] : ['--port', '0']), ...flags]
  const limit = files === undefined ? [] : ['sh', '-c', `ulimit -n ${files}; exec "$@"`, 'sh']
  const [program = '', ...rest] = [...limit, process.execPath, ...command]
  const child = execa(program, rest, { reject: false, buffer: false, ...(env && { env }) })
  let output = ''
  let errors = ''
  child.stdout.on('data', (chunk: Buffer) => {
    output += String(chunk)
  })
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
    output: () => output,
    errors: () => errors,
    async end(signal = 'SIGTERM') {
      child.kill(signal)
      return ended()
    },
    ended,
    async [Symbol.asyncDispose]() {
      child.kill()
      await ended()
    },
  }

  async function ended(): Promise<WorkerEnd> {
    const { exitCode, signal } = await child
    return { exitCode, signal }
  }
}

/** A port of this machine on which nobody listens. */
export async function freePort(): Promise<string> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return String(port)
}
