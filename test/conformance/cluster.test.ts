import { Context } from '@atomic-ts/runtime'
import { afterAll } from 'vitest'
import { freePort, startWorker } from '../cluster/start-worker.ts'
import { slots } from '../cluster/use-workers.ts'
import { describeConformance } from './describe-conformance.ts'

// One of each kind, so that blocks go between all: the driver dials the first, the others dial it, and what the last
// one keeps goes over the driver.
const listen = `127.0.0.1:${await freePort()}`
const flags = [[], ['--join', listen], ['--join', listen, '--advertise', 'none']]
const workers = await Promise.all(flags.map((own) => startWorker('--slots', '1', ...own)))
afterAll(() => Promise.all(workers.map((worker) => worker.end())))

await describeConformance({ name: 'cluster', built: true }, async () => {
  const ctx = await Context.create({ workers: workers[0]?.address ?? '', listen })
  await slots(ctx, 3)
  return ctx
})
