import type { Context } from '@atomic-ts/atomic'
import { execFileSync } from 'node:child_process'
import { dart } from '../../examples/pi.ts'
import { median, timed } from './timed.ts'

/** From the command to its result, beyond the work: `atomic run examples/pi.ts`, built before, less its job in here. */
export async function measureStartUp(ctx: Context, rounds: number): Promise<string> {
  const commands: number[] = []
  const jobs: number[] = []
  for (let round = 0; round <= rounds; round++) {
    const command = await timed(() => execFileSync('node_modules/.bin/atomic', ['run', 'examples/pi.ts']))
    const job = await timed(() =>
      ctx
        .range(20_000_000)
        .map(dart)
        .reduce((a, b) => a + b),
    )
    if (round === 0) continue
    commands.push(command.ms)
    jobs.push(job.ms)
  }
  const beyond = commands.map((ms, i) => ms - (jobs[i] ?? 0))
  return [
    'start-up'.padEnd(12),
    `command ${median(commands).toFixed(0)}`,
    `its work ${median(jobs).toFixed(0)}`,
    `beyond it ${median(beyond).toFixed(0)}`,
  ].join('   ')
}
