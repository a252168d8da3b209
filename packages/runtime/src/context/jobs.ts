import { AtomicError, isAtomicError, taskLinkOf } from '@atomic-ts/core/internal'
import type { AnyFunction, JobRunner, JobSpec, S3Options, TaskRef } from '@atomic-ts/core/internal'
import { decodeValue, encodeValue } from '../codec/codec.ts'
import { withTravellers } from '../codec/handle.ts'
import { byPartition, inColumns, inOneArray, type Collect } from '../driver/collected.ts'
import type { Driver } from '../driver/driver.ts'
import { Broadcast, destroyedError } from '../shared-variables/broadcast.ts'
import { noteCaptured } from '../shared-variables/captured-by.ts'
import type { Checkpoints, SaveCheckpoint } from './checkpoints.ts'
import { entryOf } from './entry-of.ts'
import type { JobScope } from './job-scope.ts'
import { saveParts } from './save-parts.ts'
import { whileAwaited } from './while-awaited.ts'

/** How a context's jobs run. */
interface RunnerOptions {
  readonly slots: number
  /** Whether functions that were never built can be called where tasks run. */
  readonly sharesFunctions: boolean
  /** Whether values are checked against their types where they enter. */
  readonly validates: boolean
  /** Settings of `s3://` paths. */
  readonly s3: S3Options | undefined
  /** What is to be saved after jobs. */
  readonly checkpoints: Checkpoints
}

/** What RDDs ask of their context: links for functions, bytes for values, and jobs. */
export function jobRunner(
  driver: Driver,
  scope: JobScope,
  { slots, sharesFunctions, validates, s3, checkpoints }: RunnerOptions,
): JobRunner {
  return {
    defaultParallelism: slots,
    link: (fn, at) => withBorder(link(fn, at, sharesFunctions), at, validates),
    checkRunning: (action) => driver.checkRunning(action),
    run: (job) => run(job, byPartition),
    collect: (job) => run(job, inOneArray),
    collectColumnar: (job) => run(job, inColumns),
    encode: (value, at) => encode(value, at, 'The value'),
    decode: decodeValue,
    save: (job, spec) =>
      whileAwaited(async () => {
        await saveParts(driver, scope, job, { ...spec, s3 })
        await checkpoints.take(job.node, saving(job))
      }),
    storage: {
      persist(node, level, at) {
        driver.checkRunning({ op: 'persist', at })
        driver.cached.persist(node, level, at)
      },
      unpersist: (node, options) => whileAwaited(() => driver.cached.forget(node, options)),
      levelOf: (node) => driver.cached.levelOf(node),
      checkpoint(node, kind, at) {
        driver.checkRunning({ op: 'checkpoint', at })
        checkpoints.mark(node, kind, at)
      },
      checkpointOf: (node) => checkpoints.of(node),
    },
  }

  function run<R>(job: JobSpec, collect: Collect<R>): Promise<R> {
    return whileAwaited(async () => {
      const result = await driver.collect(job, collect, scope.properties)
      await checkpoints.take(job.node, saving(job))
      return result
    })
  }

  function saving({ signal }: Pick<JobSpec, 'signal'>): SaveCheckpoint {
    return (node, { id, path, at }) => {
      const job = { node, op: 'checkpoint', at, signal }
      return saveParts(driver, scope, job, { path, format: 'checkpoint', params: { id }, s3 })
    }
  }
}

function link(fn: AnyFunction, at: string, sharesFunctions: boolean): TaskRef {
  const known = taskLinkOf(fn)
  if (known) {
    const { id, captures } = known
    return captures.length === 0 ? { id } : withCaptures(id, captures, at)
  }
  if (sharesFunctions) return { id: `${fn.name || 'anonymous'}@here`, local: fn }
  throw new AtomicError('ATOMIC2003', {
    what: `The function ${fn.name || '(anonymous)'} is not in the dispatch table, so workers cannot know it.`,
    at,
    fix: 'Give the RDD its type, since the build step sees no operator in a call of `any`; or mark the function /** @task */.',
  })
}

/** The reference, with the types that the build step found for its task. */
function withBorder(task: TaskRef, at: string, validates: boolean): TaskRef {
  const { name, types } = (validates && entryOf(task.id)) || {}
  return name !== undefined && types ? Object.assign(task, { border: { ...types, name, at } }) : task
}

function withCaptures(id: string, captures: readonly unknown[], at: string): TaskRef {
  const encoded = withTravellers(() => encode(captures, at, capturesOf(id)))
  for (const each of encoded.travellers) {
    if (each instanceof Broadcast && each.source?.isDestroyed) throw destroyedError(each, at)
  }
  const task = { id, captures: encoded.result }
  noteCaptured(task, encoded.travellers)
  return task
}

function encode(value: unknown, at: string, name: string): Uint8Array {
  try {
    return encodeValue(value)
  } catch (cause) {
    if (!isAtomicError(cause)) throw cause
    throw new AtomicError(cause.code, {
      what: `${name} cannot travel to the workers.`,
      at,
      fix: cause.message,
      cause,
    })
  }
}

function capturesOf(id: string): string {
  const task = entryOf(id)
  return task ? `What ${task.name} captures (${task.captures.join(', ')})` : `What ${id} captures`
}
