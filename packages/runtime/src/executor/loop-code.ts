import type { TaskRef } from '@atomic-ts/core/internal'
import type { LoopEnv } from './loop.ts'

/** The code of a loop: what it binds in, the loop out. */
export type LoopCode = (
  kernel: unknown,
  tasks: readonly unknown[],
  params: readonly unknown[],
  env: LoopEnv | undefined,
) => unknown

const known = new Map<string, LoopCode>()
const mostKnown = 256
// A name of its own for each loop keeps the engine from sharing what it has learned between loops of different tasks.
let loops = 0

/**
 * Compiles the text of a loop. The same text over the same tasks gives the same code, which the engine has optimised by
 * then: jobs that run again, or in iterations, start fast.
 */
export function loopCode(source: string, tasks: readonly TaskRef[]): LoopCode {
  // A function that is passed as it is has no name that would tell it from others.
  if (tasks.some(({ local }) => local)) return compile(source)
  const key = [...tasks.map(({ id }) => id), source].join('\n')
  const code = known.get(key) ?? compile(source)
  known.delete(key)
  known.set(key, code)
  const [oldest] = known.keys()
  if (known.size > mostKnown && oldest !== undefined) known.delete(oldest)
  return code
}

function compile(source: string): LoopCode {
  const text = `'use strict'\n${source}\n//# sourceURL=atomic-loop-${++loops}`
  // Generated from operators and bound by name: no text of a user's ever becomes code.
  // oxlint-disable-next-line typescript/no-implied-eval, typescript/no-unsafe-type-assertion
  return new Function('kernel', 'tasks', 'params', 'env', text) as LoopCode
}
