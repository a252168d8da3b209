import { startWorker, type BenchWorker } from '../cluster/start-worker.ts'
import { findAtomic, memoryFlags, runAtomic } from './atomic.ts'
import type { Contestant } from './contestant.ts'

/** This engine on worker processes of one slot each: data crosses sockets. The same programs, unchanged. */
export const atomicWorkers: Contestant = {
  name: 'atomic-workers',
  title: 'Atomic, worker processes',
  find: findAtomic,
  knows: () => true,
  async start(problem, signal) {
    const workers = await Promise.all(
      Array.from({ length: problem.slots }, () => startWorker(memoryFlags(problem, 1))),
    )
    try {
      const driver = await runAtomic(problem, signal, [
        '--workers',
        workers.map(({ address }) => address).join(','),
      ])
      return {
        pids: [...driver.pids, ...workers.map(({ pid }) => pid)],
        round: () => driver.round(),
        async stop() {
          await driver.stop()
          await end(workers)
        },
      }
    } catch (error) {
      await end(workers)
      throw error
    }
  },
}

async function end(workers: readonly BenchWorker[]): Promise<void> {
  await Promise.all(workers.map((worker) => worker.end()))
}
