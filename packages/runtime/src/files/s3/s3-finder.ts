import { workerData, type MessagePort } from 'node:worker_threads'
import { toErrorRecord } from '../../codec/error-record.ts'
import { findObjects } from './find-objects.ts'
import type { Answer, Question } from './find-on-thread.ts'

/** A thread that lists the objects of one path, while another waits. */
const { question, port } = workerData as { readonly question: Question; readonly port: MessagePort }
const { path, where, flag } = question

const answer: Answer = await findObjects(path, where).then(
  (files) => ({ files }),
  (error: unknown) => ({ error: toErrorRecord(error) }),
)
port.postMessage(answer)
Atomics.store(flag, 0, 1)
Atomics.notify(flag, 0)
