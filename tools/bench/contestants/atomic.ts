import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import type { Contestant } from './contestant.ts'
import { here, root } from './paths.ts'
import { startProcess } from './start-process.ts'

const command = join(root, 'packages/atomic/bin/atomic.js')

/** This engine, on worker threads. */
export const atomic: Contestant = {
  name: 'atomic',
  title: 'Atomic, threads',
  find() {
    // Built before it starts, as the others are.
    execFileSync(process.execPath, [command, 'build', here('atomic/main.ts')], { stdio: 'pipe' })
    return { version: execFileSync(process.execPath, [command, '--version'], { encoding: 'utf8' }).trim() }
  },
  knows: () => true,
  start: (problem) =>
    startProcess({
      file: process.execPath,
      args: [
        '--max-old-space-size=8192',
        command,
        'run',
        '--no-progress',
        '--slots',
        String(problem.slots),
        here('atomic/main.ts'),
        JSON.stringify(problem),
      ],
    }),
}
