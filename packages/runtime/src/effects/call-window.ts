import PQueue from 'p-queue'
import type { AnyFunction } from '@atomic-ts/core/internal'
import { callWithRetries, type AsyncTask, type CallRules } from './call-with-retries.ts'
import type { Effect } from './effect.ts'

/** The constants of a step that calls an async function. */
interface CallParams extends CallRules {
  readonly concurrency: number
  readonly ordered: boolean
  /** Calls a second. */
  readonly rateLimit?: number
}

/** A record whose call has not left the window. */
interface Entry {
  isDone: boolean
  rows: Iterable<unknown>
}

/**
 * Calls a function for each record, a window of them at a time: records are pulled as results leave. The rate limit
 * counts the calls of every task that the slot runs.
 * @param rowsOf the records that a result stands for
 */
export function callWindow(
  task: AnyFunction | undefined,
  params: object,
  rowsOf: (result: unknown) => Iterable<unknown>,
): Effect {
  const { concurrency, ordered, rateLimit, ...rules } = params as CallParams
  const pace = rateLimit === undefined ? undefined : pacing(rateLimit)
  return async function* (records, signal) {
    const calls = new PQueue({ concurrency })
    const window = new Set<Entry>()
    const input = new Input(records)
    let failure: { readonly thrown: unknown } | undefined
    let wake = (): void => undefined
    signal.addEventListener('abort', () => wake(), { once: true })

    for (;;) {
      signal.throwIfAborted()
      if (failure) throw failure.thrown
      while (input.hasRecord && window.size < 2 * concurrency) call(input.take())
      if (input.isIdle) input.pull().then(() => wake(), fail)
      const ready = takeReady()
      if (ready.length > 0) yield ready
      else if (input.isDone && window.size === 0) return
      else await new Promise<void>((resolve) => (wake = resolve))
    }

    function call(record: unknown): void {
      const entry: Entry = { isDone: false, rows: [] }
      window.add(entry)
      callWithRetries(task as AsyncTask, record, rules, signal, (run) =>
        calls.add(async () => {
          await pace?.(signal)
          return run()
        }),
      )
        .then((result) => {
          entry.rows = rowsOf(result)
          entry.isDone = true
          if (!ordered) moveToEnd(window, entry)
          wake()
        })
        .catch(fail)
    }

    function fail(thrown: unknown): void {
      failure ??= { thrown }
      wake()
    }

    function takeReady(): unknown[] {
      const ready: unknown[] = []
      for (const entry of window) {
        if (entry.isDone) {
          for (const row of entry.rows) ready.push(row)
          window.delete(entry)
        } else if (ordered) break
      }
      return ready
    }
  }
}

/** So that results leave in the order in which they came. */
function moveToEnd<T>(of: Set<T>, item: T): void {
  of.delete(item)
  of.add(item)
}

/** The records of a partition, of which one piece is held at a time. */
class Input {
  readonly #source: AsyncIterator<readonly unknown[]>
  #rows: readonly unknown[] = []
  #next = 0
  #state: 'idle' | 'pulling' | 'ended' = 'idle'

  constructor(records: AsyncIterable<readonly unknown[]>) {
    this.#source = records[Symbol.asyncIterator]()
  }

  get hasRecord(): boolean {
    return this.#next < this.#rows.length
  }

  /** True when the next piece should be pulled. */
  get isIdle(): boolean {
    return !this.hasRecord && this.#state === 'idle'
  }

  get isDone(): boolean {
    return !this.hasRecord && this.#state === 'ended'
  }

  take(): unknown {
    return this.#rows[this.#next++]
  }

  async pull(): Promise<void> {
    this.#state = 'pulling'
    const { done = false, value } = await this.#source.next()
    this.#state = done ? 'ended' : 'idle'
    if (!done) [this.#rows, this.#next] = [value as readonly unknown[], 0]
  }
}

/** Waits for the next call's turn: never more calls in a second than the limit, however they fall. */
function pacing(perSecond: number): (signal: AbortSignal) => Promise<void> {
  const intervalCap = Math.max(1, Math.floor(perSecond))
  const turns = new PQueue({ intervalCap, interval: (1000 * intervalCap) / perSecond, strict: true })
  return (signal) => turns.add(() => undefined, { signal })
}
