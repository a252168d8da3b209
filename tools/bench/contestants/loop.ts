import type { Contestant } from './contestant.ts'
import { here } from './paths.ts'
import { startProcess } from './start-process.ts'

/** Hand-written TypeScript on one thread: what everything else is compared with. */
export const loop: Contestant = {
  name: 'loop',
  title: 'Loop, one thread',
  find: () => ({ version: `Node ${process.version}` }),
  // It has no disk to go to.
  knows: ({ memory }) => memory === undefined,
  start: (problem, signal) =>
    startProcess(
      {
        file: process.execPath,
        args: [
          '--max-old-space-size=8192',
          '--expose-gc',
          '--import',
          'tsx',
          here('loop/main.ts'),
          JSON.stringify(problem),
        ],
      },
      signal,
    ),
}
