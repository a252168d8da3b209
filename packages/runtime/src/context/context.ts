import { AtomicError, callSite, node, RDD } from '@atomic-ts/core/internal'
import type { JobListener, JobRunner, Shape, Source, SourceNode } from '@atomic-ts/core/internal'
import { Driver } from '../driver/driver.ts'
import { listTextSplits } from '../files/list-text-splits.ts'
import { SentFiles } from '../effects/sent-files.ts'
import { MemoryBudget } from '../memory/memory-budget.ts'
import { ScratchFolder, sweepScratch } from '../shuffle/scratch-folder.ts'
import { inProcessTransport } from '../transport/in-process.ts'
import { threadPool } from '../transport/threads/thread-pool.ts'
import type { Transport } from '../transport/transport.ts'
import { blocksOf } from './blocks-of.ts'
import { checkPartitions } from './check-partitions.ts'
import { CustomSources } from './custom-sources.ts'
import { JobScope } from './job-scope.ts'
import { jobRunner } from './jobs.ts'
import { openCluster } from './open-cluster.ts'
import { workersOf, type ContextOptions } from './context-options.ts'
import { checkOptions, type CheckedOptions, type LocalOptions } from './local-options.ts'
import { sharedBytes } from './memory-options.ts'
import { Checkpoints } from './checkpoints.ts'
import type { ContextParts } from './shared-variables.ts'
import { rangeSplits } from './range-splits.ts'
import { stopAtEnd } from './stop-at-end.ts'
import { whileAwaited } from './while-awaited.ts'

/**
 * The entry to the engine: makes RDDs from data and runs their jobs. It lives in the driver only; a task cannot use it.
 * @example
 * import { Context } from '@atomic-ts/atomic'
 *
 * await using ctx = await Context.local({ slots: 2 })
 * await ctx.parallelize(['tea', 'milk']).map((word) => word.length).sum() // => 7
 * @driverOnly
 */
export class Context extends CustomSources {
  readonly #driver: Driver
  readonly #runner: JobRunner
  readonly #files: SentFiles
  readonly #scratch: ScratchFolder
  readonly #forgetEnd: () => void

  private constructor(parts: ContextParts, { files, scratch }: OwnParts) {
    super(parts)
    this.#scratch = scratch
    this.#driver = parts.driver
    this.#runner = parts.runner
    this.#files = files
    this.#forgetEnd = stopAtEnd(this)
  }

  /**
   * A context on this machine.
   * @param options slots (one for each core), transport (threads for a built program), memory in MB, …
   * @throws ATOMIC2005 when an option is out of range
   * @example
   * import { Context } from '@atomic-ts/atomic'
   *
   * await using ctx = await Context.local({ slots: 4, maxFailures: 1 })
   * await ctx.range(10).sum() // => 45
   * await Context.local({ slots: 0 }) // throws ATOMIC2005
   */
  static async local(options: LocalOptions = {}): Promise<Context> {
    const checked = checkOptions(options)
    const { slots, transport, memory, shared } = checked
    const scratch = new ScratchFolder(shared.scratch)
    const budget = MemoryBudget.of(sharedBytes(shared, slots, memory))
    const ofWorker = { budget: budget.cells, room: shared.room, slots, scratch: scratch.path }
    const slotsOf =
      transport === 'threads'
        ? threadPool({ slots, heap: memory, memory: ofWorker })
        : inProcessTransport(slots, ofWorker)
    sweepScratch(shared.scratch)
    return Context.#on(slotsOf, checked, { budget, scratch })
  }

  /**
   * A context on the workers that `atomic run --workers`, the variable ATOMIC_WORKERS or the option `workers` name; without
   * any, on this machine. So one program runs on both, unchanged.
   * @param options those of `local`, for this machine; workers (`host:port`), listen for those that dial this program,
   *   waitForWorker and workerTimeout in milliseconds, security, allocation for worker processes of its own
   * @throws ATOMIC2005 when an option is out of range
   * @throws ATOMIC3006 when a worker holds other tasks than this program
   * @throws ATOMIC3009 when no worker can be reached, or none dials in time
   * @throws ATOMIC8001 when a worker and this program have different secrets; ATOMIC8004 to ATOMIC8010 when TLS fails
   * @example
   * import { Context } from '@atomic-ts/atomic'
   *
   * await using ctx = await Context.create({ slots: 2 })
   * await ctx.range(10).sum() // => 45
   * await Context.create({ workers: 'nowhere' }) // throws ATOMIC2005
   */
  static async create(options: ContextOptions = {}): Promise<Context> {
    const cluster = workersOf(options)
    if (!cluster) return Context.local(options)
    const { slots: _, memory: __, ...rest } = options
    const checked = checkOptions({ ...rest, slots: 1 })
    const scheduling = { ...checked.scheduling, allocation: cluster.allocation }
    const transport = await whileAwaited(() => openCluster(cluster, options))
    const budget = MemoryBudget.of(sharedBytes(checked.shared, 1, undefined))
    return Context.#on(
      transport,
      { ...checked, scheduling },
      { budget, scratch: new ScratchFolder(checked.shared.scratch) },
    )
  }

  static #on(
    transport: Transport,
    { scheduling, barrierTimeout, validates, s3 }: CheckedOptions,
    { budget, scratch }: { readonly budget: MemoryBudget; readonly scratch: ScratchFolder },
  ): Context {
    const files = new SentFiles((path, name) => transport.addFile?.(path, name))
    const local = { budget, scratch: scratch.path }
    const driver = new Driver(transport, { scheduling, files: files.folder, barrierTimeout, local })
    const scope = new JobScope()
    const { sharesFunctions, size: slots } = transport
    const checkpoints = new Checkpoints(scratch.path, s3, (...nodes) => driver.cached.move(...nodes))
    const runner = jobRunner(driver, scope, { slots, sharesFunctions, validates, s3, checkpoints })
    const parts = { driver, runner, scope, budget, checkpoints, scratch: scratch.path, s3 }
    return new Context(parts, { files, scratch })
  }

  /**
   * How many partitions a source has when its call does not say: the number of slots.
   * @example
   * ctx.range(100).getNumPartitions() === ctx.defaultParallelism // => true
   */
  get defaultParallelism(): number {
    return this.#runner.defaultParallelism
  }

  /**
   * An RDD of the given records, which are copied now.
   * @param partitions by default `defaultParallelism`
   * @param records an array or another iterable, in the driver's memory
   * @throws ATOMIC2002 when the records are not iterable, or `partitions` is no integer of 1 or more
   * @throws ATOMIC4001 when a record cannot travel, such as a function or an instance of a class
   * @example
   * const sales = ctx.parallelize([['tea', 2], ['milk', 1], ['tea', 3]], 2)
   * await sales.glom().collect() // => [[['tea', 2]], [['milk', 1], ['tea', 3]]]
   */
  parallelize<T extends Shape>(records: Iterable<T>, partitions: number = this.defaultParallelism): RDD<T> {
    this.checkRunning('parallelize')
    checkPartitions('parallelize', partitions)
    const splits = blocksOf(rowsOf(records), partitions)
    return this.#source('parallelize', { kind: 'parallelize', splits })
  }

  /**
   * Another name of `parallelize`.
   * @param records an array or another iterable, in the driver's memory
   * @param partitions by default `defaultParallelism`
   * @example
   * await ctx.makeRDD(new Set(['tea', 'milk'])).collect() // => ['tea', 'milk']
   */
  makeRDD<T extends Shape>(records: Iterable<T>, partitions: number = this.defaultParallelism): RDD<T> {
    return this.parallelize(records, partitions)
  }

  /**
   * An RDD without partitions, and so without records.
   * @example
   * await ctx.emptyRDD<string>().collect() // => []
   * ctx.emptyRDD().getNumPartitions() // => 0
   */
  emptyRDD<T = never>(): RDD<T> {
    this.checkRunning('emptyRDD')
    return this.#source('emptyRDD', { kind: 'parallelize', splits: [] })
  }

  /**
   * All records of the first RDD, then all of the next; as its `union`. Of no RDDs, an empty one.
   * @param rdds of any number of partitions each
   * @example
   * await ctx.union([ctx.range(2), ctx.parallelize([5])]).collect() // => [0, 1, 5]
   */
  union<R extends RDD<unknown>>(rdds: readonly R[]): RDD<ElementOf<R>> {
    this.checkRunning('union')
    const [first = this.emptyRDD(), ...rest] = rdds as readonly RDD<unknown>[] as readonly RDD<ElementOf<R>>[]
    return first.union(...rest)
  }

  /**
   * The numbers from 0 up to but not including `end`.
   * @param end an integer
   * @throws ATOMIC2002 when it is no integer
   * @example
   * await ctx.range(3).collect() // => [0, 1, 2]
   */
  range(end: number): RDD<number>
  /**
   * The numbers from `start` up to but not including `end`.
   * @param start an integer
   * @param end an integer; nothing is between them when it is not beyond the start
   * @param options.step how far apart they are, an integer: 1 by default; it may be negative
   * @param options.partitions by default `defaultParallelism`
   * @throws ATOMIC2002 when an argument is out of range
   * @example
   * await ctx.range(10, 0, { step: -4, partitions: 2 }).glom().collect() // => [[10], [6, 2]]
   */
  range(start: number, end: number, options?: RangeOptions): RDD<number>
  range(first: number, second?: number, options: RangeOptions = {}): RDD<number> {
    const [start, end] = second === undefined ? [0, first] : [first, second]
    const { step = 1, partitions = this.defaultParallelism } = options
    this.checkRunning('range')
    const splits = rangeSplits({ start, end, step }, partitions)
    return this.#source('range', { kind: 'range', splits })
  }

  /**
   * The lines of text files. Large files are split; `.gz` and `.zst` files are unpacked, each as one partition.
   * @param path a file, a folder, a glob, or several of these with commas between; local, or on `s3://`
   * @param minPartitions by default `defaultParallelism`
   * @throws ATOMIC5001 when no file matches
   * @throws ATOMIC5002, in the task, when a file cannot be read
   * @example
   * import { mkdtempSync, writeFileSync } from 'node:fs'
   * import { tmpdir } from 'node:os'
   *
   * const folder = mkdtempSync(`${tmpdir()}/atomic-`)
   * writeFileSync(`${folder}/a.txt`, 'to be\nor not')
   * await ctx.textFile(`${folder}/*.txt`).collect() // => ['to be', 'or not']
   * ctx.textFile(`${folder}/*.csv`) // throws ATOMIC5001
   */
  textFile(path: string, minPartitions: number = this.defaultParallelism): RDD<string> {
    this.checkRunning('textFile')
    checkPartitions('textFile', minPartitions)
    return this.#source('textFile', {
      kind: 'textFile',
      splits: listTextSplits(path, minPartitions, { at: callSite(), s3: this.parts.s3 }),
    })
  }

  /**
   * Sends a file along with every task from now on: it is copied now, with its permissions, and `AtomicFiles.get` gives
   * the copy's path by the last part of its name, on the workers too. Adding the same path again does nothing, as in
   * Spark.
   * @param path a file on this machine, as a path or a `file:` URL
   * @param options.recursive whether a folder may be added, with everything in it; false by default
   * @throws ATOMIC2001 when the context is stopped
   * @throws ATOMIC2002 when another file of the same name was added, or the path is a folder and `recursive` is not set
   * @throws ATOMIC5002 when the file cannot be read
   * @example
   * import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
   * import { tmpdir } from 'node:os'
   * import { AtomicFiles } from '@atomic-ts/atomic'
   *
   * const path = `${mkdtempSync(`${tmpdir()}/atomic-`)}/stop-words.txt`
   * writeFileSync(path, 'or')
   * ctx.addFile(path)
   * const words = ctx.parallelize(['be', 'or'])
   * await words.filter((word) => word !== readFileSync(AtomicFiles.get('stop-words.txt'), 'utf8')).collect() // => ['be']
   */
  addFile(path: string, options: { readonly recursive?: boolean } = {}): void {
    this.#files.add(path, options.recursive ?? false, callSite())
  }

  /**
   * Unpacks an archive for every task from now on: it becomes a folder beside the files of `addFile`, and
   * `AtomicFiles.get('data.zip')` gives the folder's path, `AtomicFiles.get('data.zip/a.txt')` that of a file in it. Adding
   * the same path again does nothing. Permissions and symbolic links inside of the archive stay.
   * @param path a .tar, .tar.gz, .tgz or .zip file on this machine, as a path or a `file:` URL
   * @param options.name the name of the folder, as what follows `#` in Spark; by default that of the archive
   * @throws ATOMIC2001 when the context is stopped
   * @throws ATOMIC2002 when something else of the same name was added, or the file is of no known kind
   * @throws ATOMIC5002 when there is no such file
   * @throws ATOMIC5005 when the archive is damaged, or has a path or a link in it that leads out of it
   * @example
   * import { execFileSync } from 'node:child_process'
   * import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
   * import { tmpdir } from 'node:os'
   * import { AtomicFiles } from '@atomic-ts/atomic'
   *
   * const folder = mkdtempSync(`${tmpdir()}/atomic-`)
   * writeFileSync(`${folder}/rate.txt`, '19')
   * execFileSync('tar', ['-czf', `${folder}/model.tar.gz`, '-C', folder, 'rate.txt'])
   * await ctx.addArchive(`${folder}/model.tar.gz`, { name: 'model' })
   * await ctx.range(1).map(() => readFileSync(AtomicFiles.get('model/rate.txt'), 'utf8')).collect() // => ['19']
   */
  addArchive(path: string, options: { readonly name?: string } = {}): Promise<void> {
    return this.#files.addArchive(path, options.name, callSite())
  }

  /**
   * The paths of the files and folders that were added, in that order.
   * @example
   * import { mkdtempSync, writeFileSync } from 'node:fs'
   * import { tmpdir } from 'node:os'
   *
   * const path = `${mkdtempSync(`${tmpdir()}/atomic-`)}/listed.txt`
   * writeFileSync(path, 'tea')
   * ctx.addFile(path)
   * ctx.listFiles().includes(path) // => true
   */
  listFiles(): readonly string[] {
    return this.#files.list('file')
  }

  /**
   * The paths of the archives that were added, and are unpacked, in the order of their `addArchive`.
   * @example
   * import { Context } from '@atomic-ts/atomic'
   *
   * await using own = await Context.local({ slots: 1 })
   * own.listArchives() // => []
   */
  listArchives(): readonly string[] {
    return this.#files.list('archive')
  }

  /**
   * Hears what happens to jobs from now on. Gives a function that ends that.
   * @param listener called in the driver, at once; it must not throw
   * @example
   * const actions: string[] = []
   * const end = ctx.listen((event) => {
   *   if (event.kind === 'jobStarted') actions.push(event.op)
   * })
   * await ctx.range(3).count() // => 3
   * end()
   * await ctx.range(3).sum() // => 3
   * actions // => ['count']
   */
  listen(listener: JobListener): () => void {
    this.checkRunning('listen')
    return this.#driver.listen(listener)
  }

  /**
   * Fails running jobs, stops every worker, removes the copies of added files, and refuses jobs from now on. A context that
   * is not stopped is so when its program has nothing left to do.
   * @param reason what the errors of running jobs say
   * @example
   * import { Context } from '@atomic-ts/atomic'
   *
   * const own = await Context.local({ slots: 1 })
   * await own.stop()
   * await own.range(3).count() // throws ATOMIC2001
   */
  stop(reason = 'the context was stopped'): Promise<void> {
    this.#forgetEnd()
    return whileAwaited(async () => {
      await this.#driver.stop(reason)
      this.#files.remove()
      this.#scratch.remove()
    })
  }

  /** Stops the context at the end of an `await using` block. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.stop('the context went out of scope')
  }

  #source<T>(op: string, source: Source): RDD<T> {
    const partitions = source.splits.length
    return new RDD(this.#runner, node<SourceNode>({ kind: 'source', op, at: callSite(), partitions, source }))
  }
}

/** What a context has beside what it shares with those below it. */
interface OwnParts {
  readonly files: SentFiles
  readonly scratch: ScratchFolder
}

/** The type of an RDD's records. */
export type ElementOf<R> = R extends RDD<infer T> ? T : never

/** Options of `range`. */
export interface RangeOptions {
  /** How far apart the numbers are, an integer other than 0: 1 by default. */
  readonly step?: number
  /** By default `defaultParallelism`. */
  readonly partitions?: number
}

function rowsOf<T>(records: Iterable<T>): readonly T[] {
  if (Array.isArray(records)) return records as T[]
  const given: unknown = records
  const isIterable = typeof given === 'object' && given !== null && Symbol.iterator in given
  if (isIterable || typeof given === 'string') return [...records]
  throw outOfRange(`parallelize was given ${String(given)}; it needs an array or another iterable.`)
}

function outOfRange(what: string): AtomicError {
  return new AtomicError('ATOMIC2002', { what, at: callSite() })
}
