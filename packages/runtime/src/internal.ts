export { setSecurityVariables } from './security/read-security.ts'
export { outputTaken } from './worker/output-taken.ts'
export { startWorker, type RunningWorker, type WorkerOptions } from './worker/start-worker.ts'
