import type { Contestant } from '../contestants/contestant.ts'
import type { Answer, Problem } from '../workloads/workload.ts'
import { checkAnswers } from './check-answers.ts'
import { Entry, type Effort, type Measurement } from './entry.ts'

/**
 * Gives a problem to every contestant in turns, so that one works while the others wait. A first round warms each of
 * them and does not count. A contestant that fails is left out, with what it said as its note; one
 * that is spared more rounds ends at once, since memory is for those that go on.
 *
 * @throws Error when two answers disagree
 */
export async function measure(
  problem: Problem,
  contestants: readonly Contestant[],
  effort: Effort,
): Promise<Measurement[]> {
  const entries: Entry[] = []
  const done: Measurement[] = []
  let first: { readonly who: string; readonly answer: Answer } | undefined
  try {
    for (const contestant of contestants) {
      const started = await start(contestant)
      if (!started) continue
      if (started.entry.isSpared) done.push(await started.entry.stop())
      else entries.push(started.entry)
      check(contestant.name, started.answer)
    }
    for (let round = 0; round < effort.rounds; round++) {
      for (const entry of entries) {
        const answer = await entry.round()
        if (answer) check(entry.name, answer)
      }
    }
    const all = [...(await stopAll()), ...done]
    return contestants.flatMap(({ name }) => all.filter(({ contestant }) => contestant === name))
  } catch (error) {
    await stopAll()
    throw error
  }

  async function start(contestant: Contestant) {
    try {
      return await Entry.start(contestant, problem, effort)
    } catch (error) {
      const note = error instanceof Error ? error.message : String(error)
      done.push({ contestant: contestant.name, rounds: [], toFirstAnswer: NaN, note })
      return undefined
    }
  }

  function check(who: string, answer: Answer): void {
    first ??= { who, answer }
    checkAnswers(who, answer, first.who, first.answer)
  }

  function stopAll(): Promise<Measurement[]> {
    return Promise.all(entries.map((entry) => entry.stop()))
  }
}
