import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import type { Problem } from '../workloads/workload.ts'
import type { Contestant, Found, Player } from './contestant.ts'
import { here, root } from './paths.ts'
import { startProcess } from './start-process.ts'

const command = join(root, 'packages/atomic/bin/atomic.js')

/** This engine, on worker threads. */
export const atomic: Contestant = {
  name: 'atomic',
  title: 'Atomic, threads',
  find: findAtomic,
  knows: () => true,
  start: (problem, signal) =>
    runAtomic(problem, signal, ['--slots', String(problem.slots), ...memoryFlags(problem, problem.slots)]),
}

/** As `atomic`, where the result is rows that stay in columns: they are made when they are read. */
export const atomicColumnar: Contestant = {
  ...atomic,
  name: 'atomic-columnar',
  title: 'Atomic, threads, in columns',
  knows: ({ workload }) => workload === 'sort' || workload === 'join',
  start: (problem, signal) => atomic.start({ ...problem, isColumnar: true }, signal),
}

/** Builds the programs before they start, as those of the others are. */
export function findAtomic(): Found {
  execFileSync(process.execPath, [command, 'build', here('atomic/main.ts')], { stdio: 'pipe' })
  return { version: execFileSync(process.execPath, [command, '--version'], { encoding: 'utf8' }).trim() }
}

/** Starts the driver of a problem's program. */
export function runAtomic(problem: Problem, signal: AbortSignal, flags: readonly string[]): Promise<Player> {
  return startProcess(
    {
      file: process.execPath,
      args: [
        '--max-old-space-size=8192',
        '--expose-gc',
        ...[command, 'run', '--no-progress', ...flags],
        ...[here('atomic/main.ts'), JSON.stringify(problem)],
      ],
    },
    signal,
  )
}

/** The part of a problem's memory that some of its slots have: heaps, and half as much beside them. The rest is the driver's. */
export function memoryFlags({ memory, slots: all }: Problem, slots: number): string[] {
  if (memory === undefined) return []
  const heap = memory / all / 2
  return ['--memory', String(heap), '--shared-memory', String((heap / 2) * slots)]
}
