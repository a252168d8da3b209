import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { MessageChannel, receiveMessageOnPort, SHARE_ENV, Worker } from 'node:worker_threads'
import { AtomicError, type FileRef } from '@atomic-ts/core/internal'
import { fromErrorRecord, type ErrorRecord } from '../../codec/error-record.ts'
import type { Where } from '../file-system.ts'

// A store that has not listed its objects by then, in milliseconds.
const deadline = 300_000

/** What the thread is asked, and where it answers. */
export interface Question {
  readonly path: string
  readonly where: Where
  /** Becomes 1 with the answer. */
  readonly flag: Int32Array
}

/** The files, or why there are none. */
export type Answer = { readonly files: readonly FileRef[] } | { readonly error: ErrorRecord }

/**
 * The objects that an `s3://` path names. An RDD knows its partitions as soon as it is made, and the store must be asked
 * for them: so another thread asks, and this one waits for it.
 */
export function findOnThread(path: string, where: Where): readonly FileRef[] {
  const { port1, port2 } = new MessageChannel()
  const flag = new Int32Array(new SharedArrayBuffer(4))
  const question: Question = { path, where, flag }
  const worker = new Worker(entry(), {
    workerData: { question, port: port2 },
    transferList: [port2],
    env: SHARE_ENV,
    execArgv: ['--no-warnings'],
  })
  worker.unref()
  try {
    Atomics.wait(flag, 0, 0, deadline)
    const answer = receiveMessageOnPort(port1)?.message as Answer | undefined
    if (!answer) throw silence(path, where.at)
    if ('error' in answer) throw fromErrorRecord(answer.error)
    return answer.files
  } finally {
    port1.close()
    void worker.terminate()
  }
}

function silence(path: string, at: string | undefined): AtomicError {
  return new AtomicError('ATOMIC5002', {
    what: `${path} cannot be read: its store gave no list of objects within ${deadline / 60_000} minutes.`,
    at,
    fix: 'Check the endpoint, and that the server can be reached.',
  })
}

/** The thread's entry by its public name, so that it is found from sources and from the built package alike. */
function entry(): URL {
  return pathToFileURL(createRequire(import.meta.url).resolve('@atomic-ts/runtime/s3-finder'))
}
