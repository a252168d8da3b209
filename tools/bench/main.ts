import type { Context } from '@atomic-ts/atomic'
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { compare } from './compare.ts'
import { pi } from './pi.ts'
import { sort } from './sort.ts'
import { measureStartUp } from './start-up.ts'
import { wordCount } from './word-count.ts'

/** Jobs beside the plain loops that do the same work, as ratios of one run: `main.ts [rounds]`. */
export default async function main(ctx: Context, args: string[]) {
  const rounds = Number(args[0] ?? 5)
  const folder = mkdtempSync(join(tmpdir(), 'atomic-bench-'))
  // Other work on the machine takes cores from the job, but hardly from the loop.
  console.log(
    `${availableParallelism()} cores (${cpus()[0]?.model ?? ''}), load before ${loadavg()[0]?.toFixed(1)}, Node ${process.version}`,
  )
  console.log(`${rounds} rounds; medians in ms; ratio: loop / atomic\n`)
  try {
    for (const bench of [wordCount(folder), pi, sort]) console.log(await compare(bench, ctx, rounds))
    console.log(await measureStartUp(ctx, rounds))
  } finally {
    rmSync(folder, { recursive: true })
  }
}
