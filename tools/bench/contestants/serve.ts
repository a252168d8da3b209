import { createInterface } from 'node:readline'
import type { Answer, Problem } from '../workloads/workload.ts'

/** One measured run of the job. */
export interface Round {
  readonly ms: number
  readonly answer: Answer
}

/** A job with its data at hand, and what its result boils down to; the latter is not measured. */
export interface Prepared<T> {
  readonly job: () => T | Promise<T>
  readonly answer: (result: T) => Answer
}

/** Runs a job once. */
export type Run = () => Promise<Round>

/** A prepared job as something to run, whatever its result is. */
export function measured<T>({ job, answer }: Prepared<T>): Run {
  return async () => {
    // What the job before has left is not this one's to collect.
    globalThis.gc?.()
    const start = performance.now()
    const result = await job()
    const ms = performance.now() - start
    return { ms, answer: answer(result) }
  }
}

/** What a contestant's process does: it says that it is ready, then runs the job for every line that it is sent. */
export async function serve(run: Run): Promise<void> {
  say({ ready: true })
  for await (const line of createInterface({ input: process.stdin })) {
    if (line !== 'run') return
    say(await run())
  }
}

/** The problem that a contestant's process was started with. */
export function problemOf(args: readonly string[]): Problem {
  return JSON.parse(args[0] ?? 'null') as Problem
}

function say(message: object): void {
  process.stdout.write(`BENCH ${JSON.stringify(message)}\n`)
}
