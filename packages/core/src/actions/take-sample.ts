import { AtomicError } from '../errors/atomic-error.ts'
import { seeded } from '../sampling/seeded.ts'
import { callSite } from '../rdd/call-site.ts'
import { checkCount } from './take.ts'
import { Best } from './top.ts'
import type { ActionOptions } from '../rdd/action-options.ts'
import type { RddBase } from '../rdd/base.ts'
import type { Code } from '../operators/code.ts'
import type { Terminal } from '../operators/step.ts'

/** The `n` records of a partition with the least random numbers, with these: a sample without replacement. */
export const drawOnce: Terminal = {
  kind: 'terminal',
  locals: (code) => ({ best: `new Best(${code.param('n')}, false)`, random: generator(code) }),
  record: (_code, x) => `best.offer(random(), ${x})`,
  result: () => 'best.rows()',
}

/** `n` records of a partition, drawn with replacement, and how many it has. */
export const drawAgain: Terminal = {
  kind: 'terminal',
  locals: (code) => ({ draws: `new Draws(${code.param('n')}, ${generator(code)})` }),
  record: (_code, x) => `draws.offer(${x})`,
  result: () => 'draws.rows()',
}

/** `n` records at random in random order, or all of them when there are fewer and each may be drawn once only. */
export async function takeSample<T>(
  rdd: RddBase<T>,
  withReplacement: boolean,
  n: number,
  seed: number,
  options: ActionOptions,
): Promise<T[]> {
  checkCount('takeSample', n)
  checkSeed(seed)
  rdd.runner.checkRunning({ op: 'takeSample', at: callSite() })
  if (n === 0) return []
  const sink = { op: withReplacement ? 'drawAgain' : 'drawOnce', params: { n, seed } }
  const parts = (await rdd.run('takeSample', sink, options)).flat()
  return withReplacement ? drawn(parts as Drawn<T>[], n, seed) : least(parts as [number, T][], n)
}

type Drawn<T> = readonly [seen: number, slots: readonly T[]]

function least<T>(entries: readonly [number, T][], n: number): T[] {
  const best = new Best(n, false)
  for (const [random, record] of entries) best.offer(random, record)
  return best.rows().map(([, record]) => record as T)
}

/** Takes each slot from a partition at random, the more likely the more records it has. */
function drawn<T>(parts: readonly Drawn<T>[], n: number, seed: number): T[] {
  const total = parts.reduce((sum, [seen]) => sum + seen, 0)
  if (total === 0) return []
  const random = seeded(~seed)
  return Array.from({ length: n }, (_, slot) => {
    let at = random() * total
    const part = parts.find(([seen]) => (at -= seen) < 0) ?? parts.at(-1)
    return part?.[1][slot] as T
  })
}

/** A generator of its own for each partition, the same for every attempt. */
function generator(code: Code): string {
  return `seeded(${code.param('seed')} ^ Math.imul(partition + 1, 0x9e3779b1))`
}

function checkSeed(seed: number): void {
  if (Number.isSafeInteger(seed)) return
  throw new AtomicError('ATOMIC2002', {
    what: `takeSample: the seed is ${String(seed)}; it must be an integer.`,
    at: callSite(),
  })
}
