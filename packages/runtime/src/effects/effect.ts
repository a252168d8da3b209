import type { AnyFunction, Step, TaskRef } from '@atomic-ts/core/internal'

/** Turns a partition's records into others while it waits for calls or programs. */
export type Effect = (
  records: AsyncIterable<readonly unknown[]>,
  signal: AbortSignal,
) => AsyncIterable<unknown[]>

/**
 * The effect of a step, for every task that a slot runs of it. What an effect needs is loaded when it first runs, since
 * most programs have none.
 */
export function prepareEffect(step: Step, resolve: (task: TaskRef) => AnyFunction): Effect {
  const tasks = (step.tasks ?? []).map(resolve)
  const prepare = effects[step.op]
  if (!prepare) throw new TypeError(`No effect is called ${step.op}.`)
  let prepared: Promise<Effect> | undefined
  return async function* (records, signal) {
    prepared ??= prepare(tasks, step.params ?? {})
    const effect = await prepared
    yield* effect(records, signal)
  }
}

type Prepare = (tasks: readonly AnyFunction[], params: NonNullable<Step['params']>) => Promise<Effect>

const effects: Readonly<Record<string, Prepare>> = {
  mapAsync: async ([task], params) => (await import('./call-window.ts')).callWindow(task, params, one),
  flatMapAsync: async ([task], params) => (await import('./call-window.ts')).callWindow(task, params, each),
  foreachAsync: async ([task], params) => (await import('./call-window.ts')).callWindow(task, params, none),
  pipe: async (tasks, params) => (await import('./pipe-program.ts')).pipeProgram(tasks, params),
  openFiles: async (_, params) => (await import('../files/formats/open-files.ts')).openFiles(params),
  openSource: async ([task]) => (await import('./open-source.ts')).openSource(task),
  writeSink: async ([task]) => (await import('./write-sink.ts')).writeSink(task),
  writePart: async (tasks, params) => (await import('../files/write-part.ts')).writePart(tasks, params),
}

function one(result: unknown): readonly unknown[] {
  return [result]
}

function each(result: unknown): Iterable<unknown> {
  if (typeof result === 'object' && result !== null && Symbol.iterator in result)
    return result as Iterable<unknown>
  if (typeof result === 'string') return result
  throw new TypeError('The function of flatMapAsync must resolve to an iterable, such as an array.')
}

function none(): readonly unknown[] {
  return []
}
