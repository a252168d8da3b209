import { StatCounter, type StatParts } from '../statistics/stat-counter.ts'
import type { ActionOptions } from '../rdd/action-options.ts'
import type { RddBase } from '../rdd/base.ts'
import type { Terminal } from '../operators/step.ts'

/** Count, mean, variance, greatest and least of a partition's numbers. */
export const statRows: Terminal = {
  kind: 'terminal',
  locals: () => ({ stats: 'new StatCounter()' }),
  record: (_code, x) => `number(${x})\nstats.add(${x})`,
  result: () => '[stats.parts()]',
}

/** Count, mean, variance, greatest and least of all numbers. */
export async function stats(
  rdd: RddBase<number>,
  options: ActionOptions,
  op: string = 'stats',
): Promise<StatCounter> {
  return mergeStats(await rdd.run(op, { op: 'statRows' }, options))
}

/** The counters of partitions as one. */
export function mergeStats(parts: readonly unknown[][]): StatCounter {
  const all = new StatCounter()
  for (const each of parts.flat() as StatParts[]) all.merge(StatCounter.of(each))
  return all
}
