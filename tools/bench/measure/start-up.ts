import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { root } from '../contestants/paths.ts'
import { median } from './median.ts'

/** From the command to its result in ms, when there is next to nothing to do: `atomic run examples/pi.ts 2`, built before. */
export function measureStartUp(rounds: number): number {
  const all: number[] = []
  for (let round = 0; round <= rounds; round++) {
    const start = performance.now()
    execFileSync(
      process.execPath,
      [join(root, 'packages/atomic/bin/atomic.js'), 'run', join(root, 'examples/pi.ts'), '2'],
      { stdio: 'pipe' },
    )
    if (round > 0) all.push(performance.now() - start)
  }
  return median(all)
}
