import type { Context } from '@atomic-ts/atomic'
import { deepStrictEqual } from 'node:assert'
import { median, timed } from './timed.ts'

/** One job, and the plain loop on one thread that does the same work. Both give the answer. */
export interface Bench {
  readonly name: string
  loop(): unknown
  job(ctx: Context): Promise<unknown>
}

/**
 * Runs a loop and a job in turns, and gives a line of the medians, their ratio, and the ratio's spread. One round
 * before counts for nothing: it warms both.
 *
 * @throws AssertionError when the answers differ
 */
export async function compare(bench: Bench, ctx: Context, rounds: number): Promise<string> {
  const loops: number[] = []
  const jobs: number[] = []
  for (let round = 0; round <= rounds; round++) {
    const loop = await timed(() => bench.loop())
    const job = await timed(() => bench.job(ctx))
    deepStrictEqual(job.result, loop.result, `${bench.name}: the loop and the job give different answers`)
    if (round === 0) continue
    loops.push(loop.ms)
    jobs.push(job.ms)
  }
  return line(bench.name, loops, jobs)
}

function line(name: string, loops: readonly number[], jobs: readonly number[]): string {
  const ratios = loops.map((ms, i) => ms / (jobs[i] ?? Infinity))
  const [least, most] = [Math.min(...ratios), Math.max(...ratios)]
  return [
    name.padEnd(12),
    `loop ${median(loops).toFixed(0).padStart(6)}`,
    `atomic ${median(jobs).toFixed(0).padStart(6)}`,
    `ratio ${median(ratios).toFixed(2)} (${least.toFixed(2)} to ${most.toFixed(2)})`,
  ].join('   ')
}
