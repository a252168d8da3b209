import { callParams, type Call, type CallOptions } from './call-options.ts'
import { NumericOperations } from './numeric-operations.ts'
import { pipeParams, type PipeOptions } from './pipe-options.ts'
import type { Shape } from './pair.ts'
import type { RDD } from './rdd.ts'

/**
 * The operations that reach outside: calls that wait, and programs.
 * @operators
 */
export abstract class SideEffects<T> extends NumericOperations<T> {
  /**
   * Applies an async function to every record, several at a time. Records are pulled as calls end, so memory stays
   * bounded: at most twice `concurrency` records wait for their turn or for their place in the order.
   *
   * A call that still fails after its retries fails the task with its own error; then the task may run again, as often as
   * the context's `maxFailures` allows, and makes all of its calls again. So calls should be idempotent. A call that is
   * out of time is not waited for: stop its work when `signal` says so.
   * @param options.concurrency calls under way at a time in each task; 16 by default
   * @param options.ordered whether results keep the order of the records; true by default
   * @param options.retries how often a call that fails is made again; 0 by default
   * @param options.backoff milliseconds before the first retry, 100 by default; doubled for each one after, with jitter
   * @param options.timeout milliseconds that one call may take; no limit by default
   * @param options.rateLimit calls a second in each slot; no limit by default
   * @param f is told, beside the record, which attempt it is, and a signal that aborts when nobody waits for it any more
   * @throws ATOMIC2005 when an option is out of range
   * @example
   * import { setImmediate } from 'node:timers/promises'
   *
   * const lengthOf = async (word: string) => setImmediate(word.length)
   * const lengths = ctx.parallelize(['tea', 'milk']).mapAsync((word) => lengthOf(word), { concurrency: 4, retries: 3 })
   * await lengths.collect() // => [3, 4]
   */
  mapAsync<U extends Shape>(
    f: (record: T, call: Call) => U | PromiseLike<U>,
    options: CallOptions = {},
  ): RDD<Awaited<U>> {
    const params = callParams('mapAsync', options)
    return this.narrow('mapAsync', { op: 'mapAsync', tasks: [this.link(f, 'async')], params })
  }

  /**
   * As `mapAsync`, for a function that resolves to any number of records, as an array or another iterable.
   * @param f is told what that of `mapAsync` is
   * @param options those of `mapAsync`
   * @throws ATOMIC2005 when an option is out of range
   * @example
   * import { setImmediate } from 'node:timers/promises'
   *
   * const letters = ctx.parallelize(['ab', 'c']).flatMapAsync(async (word) => setImmediate([...word]))
   * await letters.collect() // => ['a', 'b', 'c']
   */
  flatMapAsync<U extends Shape>(
    f: (record: T, call: Call) => Iterable<U> | PromiseLike<Iterable<U>>,
    options: CallOptions = {},
  ): RDD<U> {
    const params = callParams('flatMapAsync', options)
    return this.narrow('flatMapAsync', { op: 'flatMapAsync', tasks: [this.link(f, 'async')], params })
  }

  /**
   * Calls an async function on the workers for each record, several at a time, and resolves when all calls have. A
   * failed attempt of a task makes all of its calls again, so their effects should be idempotent.
   *
   * (Spark's `foreachAsync` is an action that does not block its thread; here every action is one.)
   * @param f is told what that of `mapAsync` is; what it gives is dropped
   * @param options those of `mapAsync`; `ordered` means nothing here
   * @throws ATOMIC2005 when an option is out of range
   * @example
   * import { setImmediate } from 'node:timers/promises'
   *
   * const posted = ctx.longAccumulator()
   * await ctx.range(10).foreachAsync(async (order) => {
   *   await setImmediate()
   *   posted.add(order)
   * })
   * posted.value // => 45
   */
  async foreachAsync(f: (record: T, call: Call) => unknown, options: CallOptions = {}): Promise<void> {
    const params = { ...callParams('foreachAsync', options), ordered: false }
    const calls = this.narrow('foreachAsync', { op: 'foreachAsync', tasks: [this.link(f, 'async')], params })
    await calls.run('foreachAsync', { op: 'countRows' })
  }

  /**
   * Runs a program once for each partition, also for an empty one: each record is a line of its input, each line of its
   * output a record. Data streams through, and none of it counts unless the program ends with exit code 0; it may well
   * do that without reading all of its input.
   *
   * Lines end with `\n`, `\r\n` or `\r`. A record that holds a line break is several lines for the program.
   * @param command the program and its arguments; a string is split at white space, and no shell reads it
   * @param options how the program runs, and how records become its lines
   * @throws ATOMIC2002 when the command is empty
   * @throws ATOMIC2005 when an option is out of range
   * @throws ATOMIC6002, in the task, when the program cannot start, ends with another exit code or by a signal, takes
   * longer than `timeout`, or writes what is not text in its encoding
   * @example
   * await ctx.parallelize(['b', 'a', 'b'], 1).pipe(['sort', '-u'], { env: { LC_ALL: 'C' } }).collect() // => ['a', 'b']
   */
  pipe(command: string | readonly string[], options: PipeOptions<T> = {}): RDD<string> {
    const { writeHeader, writeRecord, ...rest } = options
    const params = {
      ...pipeParams(command, rest),
      ...(writeRecord && { recordTask: 0 }),
      ...(writeHeader && { headerTask: writeRecord ? 1 : 0 }),
    }
    const functions = [...(writeRecord ? [writeRecord] : []), ...(writeHeader ? [writeHeader] : [])]
    return this.narrow('pipe', { op: 'pipe', tasks: functions.map((f) => this.link(f)), params })
  }
}
