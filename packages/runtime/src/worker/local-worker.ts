import { outputTaken } from './output-taken.ts'
import { startWorker } from './start-worker.ts'
import type { LocalWorkerOptions } from '../transport/cluster/local-workers.ts'

// The entry of a worker process that a driver on this machine starts, and that ends with it.
const options = JSON.parse(process.argv[2] ?? '') as LocalWorkerOptions
const worker = await startWorker({ ...options, host: '127.0.0.1', port: 0, bundles: [], security: {} })
// What tasks start has no use for it.
delete process.env['ATOMIC_SECRET']
process.once('SIGTERM', () => void worker.drain().then(stop))
process.once('disconnect', () => void stop())
// The driver may have ended before this process was there.
if (!process.connected) await stop()
// The terminal's own signals are for the driver, which ends this process when it ends.
process.on('SIGINT', () => undefined)
// When nobody hears it, the end of the driver is heard next.
process.send?.(`${worker.host}:${worker.port}`, undefined, undefined, () => undefined)

async function stop(): Promise<void> {
  await worker.close('it is not needed any more')
  await outputTaken()
  process.exit()
}
