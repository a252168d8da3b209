import { availableParallelism, cpus, loadavg, totalmem } from 'node:os'

/** What the figures were taken on. */
export function machine(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor'
  return [
    `${availableParallelism()} cores (${model})`,
    `${(totalmem() / 2 ** 30).toFixed(0)} GB of memory`,
    `Node ${process.version}`,
    // Other work on the machine takes cores from a job, but hardly from a loop.
    `load before ${loadavg()[0]?.toFixed(1)}`,
  ].join(', ')
}
