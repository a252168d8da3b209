import { Context } from '@atomic-ts/runtime'
import { afterAll } from 'vitest'
import { startWorker } from '../cluster/start-worker.ts'
import { describeConformance } from './describe-conformance.ts'

const workers = await Promise.all([1, 2, 3].map(() => startWorker('--slots', '1')))
afterAll(() => Promise.all(workers.map((worker) => worker.end())))

await describeConformance({ name: 'cluster', built: true }, () =>
  Context.create({ workers: workers.map(({ address }) => address) }),
)
