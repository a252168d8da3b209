import type { Buckets } from '../../columns/column.ts'
import { encodeBuckets } from '../../codec/chunk.ts'
import { RunFile } from '../../shuffle/run-file.ts'
import { compilePipeline } from '../compile-pipeline.ts'
import type { Chunk, Loop, LoopEnv, OpenLoop } from '../loop.ts'

/** What a task needs that works on disk. */
export interface DiskEnv extends LoopEnv {
  /** The scratch folder. */
  readonly scratch: string
  /** Throws when the attempt is cancelled. */
  readonly throwIfCancelled: () => void
}

/**
 * How many buckets records are cut into, and again when a bucket is still too large: primes, so that keys which one cut
 * or the shuffle before it put together are taken apart by the next.
 */
export const cuts: readonly number[] = [61, 251, 1021]

/** What decides where a record goes: its key, or all of it. */
export type KeyOf = 'pair' | 'record'

/** Writes records to a file, in buckets by the hash of their keys: all records of a key are in one. */
export function cutByKey(chunks: Iterable<Chunk>, keyOf: KeyOf, level: number, env: DiskEnv): RunFile {
  const cutting = new Cutting(keyOf, level, env)
  try {
    for (const chunk of chunks) cutting.push(chunk)
    return cutting.finish()
  } catch (error) {
    cutting.discard()
    throw error
  }
}

/** A cut under way. */
export class Cutting {
  readonly #file: RunFile
  readonly #loop: Loop<Buckets>
  readonly #env: DiskEnv

  constructor(keyOf: KeyOf, level: number, env: DiskEnv) {
    this.#env = env
    this.#file = new RunFile(env.scratch, 'cut')
    const spill = (buckets: Buckets): void => this.#file.write(encodeBuckets(buckets), buckets)
    // The records that come have half of the room: what is made of a bucket later needs the rest.
    this.#loop = openExchange(keyOf, cuts[level] ?? 1)({ ...env, spill, spilled: 0, room: env.room / 2 })
  }

  push(chunk: Chunk): void {
    this.#env.throwIfCancelled()
    this.#loop.push(chunk)
  }

  finish(): RunFile {
    const buckets = this.#loop.finish()
    this.#file.write(encodeBuckets(buckets), buckets)
    this.#file.close()
    return this.#file
  }

  discard(): void {
    this.#loop.abandon()
    this.#file.discard()
  }
}

function openExchange(keyOf: KeyOf, partitions: number): OpenLoop<Buckets> {
  const step = { op: 'exchange', params: { by: 'hash', partitions, keyOf } }
  const source = { kind: 'shuffle', shuffle: '' } as const
  const { sink } = compilePipeline({ source, steps: [] }, step, () => {
    throw new TypeError('An exchange by hash has no task.')
  })
  if (sink.kind === 'exchange') return sink.open
  throw new TypeError('The sink of an exchange gives no buckets.')
}
