import { Bench } from 'tinybench'
import { codec } from './codec.ts'
import { hashing } from './hashing.ts'
import { joins } from './joins.ts'
import { loops } from './loops.ts'
import { sorting } from './sorting.ts'

/**
 * The engine's inner loops beside plain ones, on one thread: `npm run bench:kernels -- [part of a name]`. A new one is a
 * line in the file of its kind. Compare within a run: numbers of another run or machine say nothing.
 */
const part = process.argv[2] ?? ''
const kernels = { ...loops, ...hashing, ...sorting, ...joins, ...codec }
const bench = new Bench({ time: 500, iterations: 10, warmupTime: 200, warmupIterations: 3 })
for (const [name, run] of Object.entries(kernels)) if (name.includes(part)) bench.add(name, run)
await bench.run()
console.table(
  bench.tasks.map(({ name, result }) =>
    'latency' in result
      ? {
          name,
          'ms, median': result.latency.p50?.toFixed(2),
          '±': `${result.latency.rme.toFixed(0)} %`,
          runs: result.latency.samplesCount,
        }
      : { name, failed: result.state },
  ),
)
