import type { Step } from '@atomic-ts/core/internal'
import { decodeColumn, encodeChunk } from '../../../packages/runtime/src/codec/chunk.ts'
import type { Rows } from '../../../packages/runtime/src/columns/column.ts'
import { compilePipeline } from '../../../packages/runtime/src/executor/compile-pipeline.ts'
import { TaskCounts } from '../../../packages/runtime/src/task/task-counts.ts'

type Task = (...records: never[]) => unknown

/** An operator with its tasks and what it is told. */
export interface Operation {
  readonly op: string
  readonly tasks?: readonly Task[]
  readonly params?: Readonly<Record<string, unknown>>
}

/** Operators as the executor runs them over one chunk, the last one where records end. */
export function running(chunk: Rows, ...operations: readonly Operation[]): () => unknown {
  const tasks = new Map<string, Task>()
  const steps = operations.map(({ op, tasks: own = [], params }): Step => {
    const refs = own.map((task, i) => {
      const id = `${op}#${i}`
      tasks.set(id, task)
      return { id, captures: new Uint8Array() }
    })
    return { op, tasks: refs, ...(params && { params }) }
  })
  const source = { kind: 'source', node: 0, format: 'parallelize', at: 'here' } as const
  const sink = steps.at(-1) ?? { op: 'pullRows' }
  const { sink: end } = compilePipeline({ source, steps: steps.slice(0, -1) }, sink, ({ id }) => {
    const task = tasks.get(id)
    if (!task) throw new Error(`There is no task ${id}.`)
    return task
  })
  return () => {
    const attempt = { partition: 0, attempt: 0, counts: new TaskCounts(), room: Infinity, spilled: 0 }
    const loop = end.open?.({ ...attempt, emit: () => {}, spill: () => {} })
    loop?.push(chunk)
    return loop?.finish()
  }
}

/** Records as they lie in a block that a task reads. */
export function inColumns(rows: readonly unknown[]): Rows {
  return decodeColumn(encodeChunk(rows))
}
