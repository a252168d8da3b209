export { startWorker, type RunningWorker, type WorkerOptions } from './worker/start-worker.ts'
