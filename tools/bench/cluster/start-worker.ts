import { once } from 'node:events'
import { execaNode } from 'execa'
import { fileURLToPath } from 'node:url'

const atomic = fileURLToPath(new URL('../../../packages/atomic/bin/atomic.js', import.meta.url))

/** A worker process with one slot. */
export interface BenchWorker {
  readonly address: string
  end(signal?: NodeJS.Signals): Promise<void>
}

/** Starts `atomic worker` on a free port. */
export async function startWorker(): Promise<BenchWorker> {
  const child = execaNode(atomic, ['worker', '--port', '0', '--slots', '1'], {
    reject: false,
    buffer: false,
    stderr: 'inherit',
  })
  const [said] = (await once(child.stdout, 'data')) as [Buffer]
  const [, address] = /on (\S+:\d+)/.exec(String(said)) ?? []
  if (address === undefined) throw new Error(`A worker did not start: ${String(said)}`)
  return {
    address,
    async end(signal = 'SIGTERM') {
      child.kill(signal)
      await child
    },
  }
}
