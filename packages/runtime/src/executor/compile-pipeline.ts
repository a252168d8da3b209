import { fuse, vocabulary } from '@atomic-ts/core/internal'
import type {
  AnyFunction,
  ChunkKind,
  Operator,
  PartitionOperator,
  Pipeline,
  RecordOperator,
  ResolvedStep,
  Step,
  TaskRef,
} from '@atomic-ts/core/internal'
import type { Column, Rows } from '../columns/column.ts'
import { prepareEffect, type Effect } from '../effects/effect.ts'
import type { KernelTasks } from '../kernels/column-kernel.ts'
import { columnKernels } from '../kernels/column-kernels.ts'
import { spillingExchange } from '../shuffle/spilling-exchange.ts'
import type { TaskCounts } from '../task/task-counts.ts'
import { inPieces, takingColumns, withKernel, type RowLoop } from './column-loop.ts'
import { kernel } from './kernel.ts'
import { loopCode } from './loop-code.ts'

/** A chunk of a partition: records, records that lie in columns, or a range that the loop counts through. */
export type Chunk = readonly unknown[] | Column | Range

/** The numbers from `start` on, `step` apart. */
export interface Range {
  readonly start: number
  readonly step: number
  readonly count: number
}

/** One run of a fused loop. */
export interface Loop {
  /** Runs the loop over a chunk; true when it needs no more. */
  push(chunk: Chunk): boolean
  finish(): unknown[] | Column
  /** Lets go of what the loop holds, instead of finishing. */
  abandon(): void
}

/** What a loop knows of the attempt that it runs for. */
export interface LoopEnv {
  /** Sends rows on before the partition is done. */
  emit(rows: readonly unknown[] | Column): void
  readonly partition: number
  readonly attempt: number
  /** What the attempt counts of its work. */
  readonly counts: TaskCounts
  /** About how many bytes of records the attempt may hold before they go to disk. */
  readonly room: number
  /** Keeps the records of an exchange, for each partition of the next stage, on disk. */
  spill(buckets: readonly Rows[]): void
  /** How many records were spilled. */
  spilled: number
}

/** A fused loop, and what becomes of its rows. */
export interface Segment {
  readonly kind: 'barrier' | 'partition' | 'waiting' | 'persist' | 'sink'
  /** Starts a run; `undefined` when there is nothing between the chunks and what takes them. */
  readonly open: ((env: LoopEnv) => Loop) | undefined
  /** The user's function, of a partition segment. */
  readonly task?: AnyFunction
  /** Where this pipeline's partitions begin, of a function that is told the index of its partition. */
  readonly offset?: number
  /** What takes the records of a waiting segment. */
  readonly effect?: Effect
  /** What the function gives, when it is no iterable of records. */
  readonly gives?: PartitionOperator['gives']
  /** The cached RDD and where this pipeline's partitions begin in it, of a persist segment. */
  readonly cached?: { readonly rdd: number; readonly offset: number }
}

/** Kernels for which records are put into columns, where they would otherwise come one by one. */
const worthColumns: ReadonlySet<string> = new Set(['sort', 'exchange'])

/** Compiles a pipeline and a sink into fused loops, one up to each step that needs the whole partition. */
export function compilePipeline(
  { source, steps }: Pipeline,
  sink: Step,
  resolve: (task: TaskRef) => AnyFunction,
): readonly Segment[] {
  const segments: Segment[] = []
  let fused: ResolvedStep<RecordOperator>[] = []
  let chunks: ChunkKind = source.kind === 'source' && source.format === 'range' ? 'range' : 'rows'
  for (const step of [...steps, sink]) {
    const operator = vocabulary[step.op]
    if (!operator) throw new TypeError(`No operator is called ${step.op}.`)
    if (operator.kind === 'record') {
      fused.push({ step, operator })
      continue
    }
    segments.push(segment(step, operator))
    fused = []
    chunks = 'rows'
  }
  return segments

  function segment(step: Step, operator: Exclude<Operator, RecordOperator>): Segment {
    const { kind } = operator
    if (kind === 'terminal') return terminalSegment(step)
    const isPlain = fused.length === 0 && chunks === 'rows'
    const open = isPlain ? undefined : loop({ op: 'pullRows' })
    if (kind === 'waiting') return { kind, open, effect: prepareEffect(step, resolve) }
    const [task] = step.tasks ?? []
    if (!task) throw new TypeError(`${step.op} has no task.`)
    const offset = step.params?.['offset']
    const place = typeof offset === 'number' ? { offset } : {}
    return { kind, open, task: resolve(task), gives: operator.gives, ...place }
  }

  function terminalSegment(step: Step): Segment {
    const open = terminalLoop(step)
    if (step === sink) return { kind: 'sink', open }
    if (step.op !== 'persist') return { kind: 'barrier', open }
    const { rdd, offset } = step.params as { rdd: number; offset: number }
    return { kind: 'persist', open, cached: { rdd, offset } }
  }

  function terminalLoop(step: Step): (env: LoopEnv) => Loop {
    const kernelOf = columnKernels[step.op]
    const isPlain = fused.length === 0 && chunks === 'rows'
    if (!kernelOf || (!isPlain && !worthColumns.has(step.op))) return loop(step)
    const records = isPlain ? undefined : loop({ op: 'pullRows' })
    fused = []
    chunks = 'rows'
    const whole = withKernel(kernelOf, step, tasksOf(step, resolve), loop(step))
    const open = step.op === 'exchange' ? spillingExchange(whole) : whole
    return records ? inPieces(records, open) : open
  }

  function loop(last: Step): (env: LoopEnv) => Loop {
    const operator = vocabulary[last.op]
    if (operator?.kind !== 'terminal') throw new TypeError(`${last.op} is not a terminal.`)
    const { source: text, bindings } = fuse(fused, { step: last, operator }, chunks)
    const all = [...fused.map(({ step }) => step), last]
    const refs = bindings.tasks.map(({ step, index }) => taskOf(all, step, index))
    const tasks = refs.map(resolve)
    const params = bindings.params.map(({ step, key }) => all[step]?.params?.[key])
    const code = loopCode(text, refs)
    return (env) => takingColumns(code(kernel, tasks, params, env) as RowLoop)
  }
}

function tasksOf({ tasks = [] }: Step, resolve: (task: TaskRef) => AnyFunction): KernelTasks {
  const functions = tasks.map(resolve)
  return {
    functions,
    compile: (source) => loopCode(source, tasks)(kernel, functions, [], undefined),
  }
}

function taskOf(steps: readonly Step[], step: number, index: number): TaskRef {
  const task = steps[step]?.tasks?.[index]
  if (!task) throw new TypeError(`Step ${step} has no task ${index}.`)
  return task
}
