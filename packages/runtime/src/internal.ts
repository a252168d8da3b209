import type { RunningWorker, WorkerOptions } from './worker/start-worker.ts'

export { setSecurityVariables } from './security/read-security.ts'
export { outputTaken } from './worker/output-taken.ts'
export type { RunningWorker, WorkerOptions } from './worker/start-worker.ts'

/**
 * Starts a worker; see `atomic worker`. Its server and sockets are loaded with it: a driver that needs none does not wait
 * for them.
 */
export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  const worker = await import('./worker/start-worker.ts')
  return worker.startWorker(options)
}
