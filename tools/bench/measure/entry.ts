import type { Contestant, Player } from '../contestants/contestant.ts'
import type { Answer, Problem } from '../workloads/workload.ts'
import { watchMemory, type MemoryWatch } from './peak-memory.ts'

/** What was seen of one contestant at one workload. */
export interface Measurement {
  readonly contestant: string
  /** The job alone, in ms, for each round that counts; none when it failed. */
  readonly rounds: readonly number[]
  /** From the start of its process to its first answer, its data and warming up included, in ms. */
  readonly toFirstAnswer: number
  /** The most that its processes held, in MB. */
  readonly peakMemory?: number
  /** Why there are no rounds, or fewer than asked for. */
  readonly note?: string
}

/** A contestant that solves one problem, and what is seen of it. */
export class Entry {
  readonly name: string
  readonly #player: Player
  readonly #memory: MemoryWatch
  readonly #rounds: number[] = []
  #toFirstAnswer = NaN
  #note: string | undefined

  private constructor(name: string, player: Player) {
    this.name = name
    this.#player = player
    this.#memory = watchMemory(() => player.pid)
  }

  /** Starts a contestant and lets it solve the problem once, to warm it. Gives its first answer too. */
  static async start(
    contestant: Contestant,
    problem: Problem,
    patience: number,
  ): Promise<{ entry: Entry; answer: Answer }> {
    const start = performance.now()
    const entry = new Entry(contestant.name, await contestant.start(problem))
    try {
      const { ms, answer } = await entry.#player.round()
      entry.#toFirstAnswer = performance.now() - start
      if (ms > patience * 1000) {
        entry.#rounds.push(ms)
        entry.#note = `one round, not warmed: it took more than ${patience} s`
      }
      return { entry, answer }
    } catch (error) {
      await entry.stop()
      throw error
    }
  }

  /** One round that counts; none when it took too long before. */
  async round(): Promise<Answer | undefined> {
    if (this.#note !== undefined) return undefined
    const { ms, answer } = await this.#player.round()
    this.#rounds.push(ms)
    return answer
  }

  async stop(): Promise<Measurement> {
    const peakMemory = this.#memory.stop()
    await this.#player.stop()
    return {
      contestant: this.name,
      rounds: this.#rounds,
      toFirstAnswer: this.#toFirstAnswer,
      ...(peakMemory === undefined ? {} : { peakMemory }),
      ...(this.#note === undefined ? {} : { note: this.#note }),
    }
  }
}
