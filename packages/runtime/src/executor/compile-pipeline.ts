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
  StorageLevel,
  TaskRef,
} from '@atomic-ts/core/internal'
import type { Column, Rows } from '../columns/column.ts'
import { prepareEffect, type Effect } from '../effects/effect.ts'
import type { KernelTasks } from '../kernels/column-kernel.ts'
import { columnKernels } from '../kernels/column-kernels.ts'
import { spillingExchange } from '../shuffle/spilling-exchange.ts'
import type { TaskCounts } from '../task/task-counts.ts'
import { inPieces, takingColumns, withKernel, type RowLoop } from './column-loop.ts'
import { afterColumnSteps, givingOn, isColumnStep, leadingParts } from './column-steps.ts'
import { kernel } from './kernel.ts'
import type { WayOnDisk } from './on-disk/run-on-disk.ts'
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
  /** How many records or keys it holds, of an operator that can give what it has so far. */
  size?(): number
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
  /** Whether what it gives may come in several goes: what follows puts it together. */
  readonly isPartial?: boolean
  /** How its operator works when the partition has no room, and the loop in front of it. */
  readonly onDisk?: () => { readonly before: Segment['open']; readonly way: WayOnDisk }
  /** The cached RDD, where this pipeline's partitions begin in it, and where they are kept, of a persist segment. */
  readonly cached?: { readonly rdd: number; readonly offset: number; readonly level: StorageLevel }
}

/** Kernels for which records are put into columns, where they would otherwise come one by one. */
const worthColumns: ReadonlySet<string> = new Set(['sort', 'exchange'])

/** The operators that can work on disk. What each gives for a key depends on nothing but the records of that key. */
const waysOnDisk: Readonly<Record<string, WayOnDisk['kind']>> = {
  combine: 'byKey',
  createCombiners: 'byKey',
  foldValues: 'byKey',
  countValues: 'byKey',
  addCounts: 'byKey',
  lastValues: 'byKey',
  eachKeyOnce: 'byKey',
  sketchValues: 'byKey',
  mergeSketches: 'byKey',
  unique: 'byKey',
  group: 'group',
  sort: 'sort',
}

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
    const open = pulled()
    if (kind === 'waiting') return { kind, open, effect: prepareEffect(step, resolve) }
    const [task] = step.tasks ?? []
    if (!task) throw new TypeError(`${step.op} has no task.`)
    const offset = step.params?.['offset']
    const place = typeof offset === 'number' ? { offset } : {}
    return { kind, open, task: resolve(task), gives: operator.gives, ...place }
  }

  function terminalSegment(step: Step): Segment {
    if (step.op === 'pullRows' && isPlain()) return { kind: 'sink', open: undefined }
    if (step.op === 'persist' && step !== sink) {
      const cached = step.params as unknown as NonNullable<Segment['cached']>
      return { kind: 'persist', open: pulled(), cached }
    }
    const onDisk = wayOnDisk(step)
    const open = terminalLoop(step)
    if (step === sink) return { kind: 'sink', open }
    const isPartial = step.params?.['isPartial'] === true
    return { kind: 'barrier', open, isPartial, ...(onDisk && { onDisk }) }
  }

  /** What gives the records up to here piece by piece; `undefined` when they are the chunks themselves. */
  function pulled(): Segment['open'] {
    return isPlain() ? undefined : loop({ op: 'pullRows' })
  }

  function isPlain(): boolean {
    return fused.length === 0 && chunks === 'rows'
  }

  /** Compiled when it is needed: most partitions have room. */
  function wayOnDisk(step: Step): Segment['onDisk'] {
    const kind = waysOnDisk[step.op]
    if (!kind) return undefined
    const [before, kindOfChunks, wasPlain] = [fused, chunks, isPlain()]
    return () => {
      const front = wasPlain ? undefined : loop({ op: 'pullRows' }, before, kindOfChunks)
      const kernelOf = columnKernels[step.op]
      const rows = loop(step, [], 'rows')
      const open = kernelOf ? withKernel(kernelOf, step, tasksIn(step), rows) : rows
      const keyOf = step.op === 'unique' ? 'record' : 'pair'
      return { before: front, way: { kind, keyOf, ascending: step.params?.['ascending'] === true, open } }
    }
  }

  function terminalLoop(step: Step): (env: LoopEnv) => Loop {
    const kernelOf = columnKernels[step.op]
    const columnSteps = columnStepsOf(fused, chunks)
    if (!kernelOf || (!columnSteps && !worthColumns.has(step.op))) return loop(step)
    const records = columnSteps ? undefined : pulled()
    fused = []
    chunks = 'rows'
    const whole = withKernel(kernelOf, step, tasksIn(step), loop(step))
    const open = step.op === 'exchange' ? spillingExchange(whole) : whole
    return records ? inPieces(records, open) : afterColumnSteps(columnSteps ?? [], tasksIn, open)
  }

  function loop(last: Step, before = fused, kindOfChunks = chunks): (env: LoopEnv) => Loop {
    const columnSteps = last.op === 'pullRows' && before.length > 0 && columnStepsOf(before, kindOfChunks)
    if (columnSteps) return afterColumnSteps(columnSteps, tasksIn, givingOn)
    const parts = kindOfChunks === 'rows' ? leadingParts(before.map(({ step }) => step)) : []
    return afterColumnSteps(parts, tasksIn, fusedLoop(last, before.slice(parts.length), kindOfChunks))
  }

  function tasksIn(step: Step): KernelTasks {
    return tasksOf(step, resolve)
  }

  function fusedLoop(
    last: Step,
    before: readonly ResolvedStep<RecordOperator>[],
    kindOfChunks: ChunkKind,
  ): (env: LoopEnv) => Loop {
    const operator = vocabulary[last.op]
    if (operator?.kind !== 'terminal') throw new TypeError(`${last.op} is not a terminal.`)
    const { source: text, bindings } = fuse(before, { step: last, operator }, kindOfChunks)
    const all = [...before.map(({ step }) => step), last]
    const refs = bindings.tasks.map(({ step, index }) => taskOf(all, step, index))
    const tasks = refs.map(resolve)
    const params = bindings.params.map(({ step, key }) => all[step]?.params?.[key])
    const code = loopCode(text, refs)
    return (env) => takingColumns(code(kernel, tasks, params, env) as RowLoop)
  }
}

/** The steps, when all of them work on columns as they are. */
function columnStepsOf(
  fused: readonly ResolvedStep<RecordOperator>[],
  chunks: ChunkKind,
): readonly Step[] | undefined {
  const steps = fused.map(({ step }) => step)
  return chunks === 'rows' && steps.every(isColumnStep) ? steps : undefined
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
