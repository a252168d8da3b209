import { once } from 'node:events'
import { execaNode } from 'execa'
import { fileURLToPath } from 'node:url'

const atomic = fileURLToPath(new URL('../../../packages/atomic/bin/atomic.js', import.meta.url))

/** A worker process with one slot. */
export interface BenchWorker {
  readonly pid: number
  readonly address: string
  end(signal?: NodeJS.Signals): Promise<void>
}

/**
 * Starts `atomic worker` on a free port.
 * @param flags beside those for port and slots
 */
export async function startWorker(flags: readonly string[] = []): Promise<BenchWorker> {
  const child = execaNode(atomic, ['worker', '--port', '0', '--slots', '1', ...flags], {
    reject: false,
    buffer: false,
    stderr: 'inherit',
  })
  const [said] = (await once(child.stdout, 'data')) as [Buffer]
  const [, address] = /on (\S+:\d+)/.exec(String(said)) ?? []
  if (child.pid === undefined || address === undefined)
    throw new Error(`A worker did not start: ${String(said)}`)
  return {
    pid: child.pid,
    address,
    async end(signal = 'SIGTERM') {
      child.kill(signal)
      await child
    },
  }
}
