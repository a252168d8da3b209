import type { Answer } from '../workloads/workload.ts'

/**
 * Checks that two answers agree in everything that both of them tell: whole numbers below 2^53 exactly, others to nine digits,
 * since sums in another order round otherwise.
 *
 * @throws Error when they do not, or have nothing in common
 */
export function checkAnswers(who: string, answer: Answer, other: string, expected: Answer): void {
  const names = Object.keys(answer).filter((name) => name in expected)
  if (names.length === 0) throw new Error(`${who} and ${other} tell nothing that could be compared.`)
  for (const name of names) {
    const a = answer[name] ?? NaN
    const b = expected[name] ?? NaN
    if (agree(a, b)) continue
    throw new Error(`${who} and ${other} disagree: ${name} is ${a} and ${b}.`)
  }
}

function agree(a: number, b: number): boolean {
  if (Number.isSafeInteger(a) && Number.isSafeInteger(b)) return a === b
  return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b))
}
