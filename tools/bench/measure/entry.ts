import type { Contestant, Player } from '../contestants/contestant.ts'
import type { Answer, Problem } from '../workloads/workload.ts'
import { watchMemory, type MemoryWatch } from './peak-memory.ts'

/** How long it goes on. */
export interface Effort {
  readonly rounds: number
  /** A contestant that takes longer for its first round than this, in seconds, is spared the others. */
  readonly patience: number
  /** One that has no answer after this, in seconds, is given up. */
  readonly limit: number
}

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
    this.#memory = watchMemory(() => player.pids)
  }

  /** Starts a contestant and lets it solve the problem once, to warm it. Gives its first answer too. */
  static async start(
    contestant: Contestant,
    problem: Problem,
    { patience, limit }: Effort,
  ): Promise<{ entry: Entry; answer: Answer }> {
    const start = performance.now()
    const giveUp = new AbortController()
    const timer = setTimeout(() => giveUp.abort(), limit * 1000)
    let entry: Entry | undefined
    try {
      entry = new Entry(contestant.name, await contestant.start(problem, giveUp.signal))
      const { ms, answer } = await entry.#player.round()
      entry.#toFirstAnswer = performance.now() - start
      entry.#memory.rest()
      entry.#memory.look()
      if (ms > patience * 1000) {
        entry.#rounds.push(ms)
        entry.#note = `one round, not warmed: it took more than ${patience} s`
      }
      return { entry, answer }
    } catch (error) {
      await entry?.stop()
      if (giveUp.signal.aborted) throw new Error(`given up after ${limit} s`, { cause: error })
      throw error
    } finally {
      clearTimeout(timer)
    }
  }

  /** Whether it takes too long for more rounds. */
  get isSpared(): boolean {
    return this.#note !== undefined
  }

  /** One round that counts; none when it took too long before. */
  async round(): Promise<Answer | undefined> {
    if (this.#note !== undefined) return undefined
    try {
      const { ms, answer } = await this.#player.round()
      this.#memory.look()
      this.#rounds.push(ms)
      return answer
    } catch (error) {
      this.#note = `a later round failed: ${String(error)}`
      return undefined
    }
  }

  async stop(): Promise<Measurement> {
    this.#memory.rest()
    const peakMemory = this.#memory.peak
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
