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
import type { Buckets, Rows } from '../columns/column.ts'
import { prepareEffect, type Effect } from '../effects/effect.ts'
import type { KernelTasks } from '../kernels/column-kernel.ts'
import { columnKernels } from '../kernels/column-kernels.ts'
import { exchangeColumns } from '../kernels/exchange-columns.ts'
import { spillingExchange } from '../shuffle/spilling-exchange.ts'
import { inPieces, takingColumns, withKernel, type RowLoop } from './column-loop.ts'
import { afterColumnSteps, areColumnSteps, givingOn, leadingParts } from './column-steps.ts'
import { kernel } from './kernel.ts'
import type { WayOnDisk } from './on-disk/holding.ts'
import type { OpenLoop } from './loop.ts'
import { loopCode } from './loop-code.ts'

/** A fused loop up to a step that needs a whole partition, and what that step does. */
export interface Segment {
  readonly kind: 'barrier' | 'partition' | 'waiting' | 'persist'
  /** Starts a run; `undefined` when there is nothing between the chunks and what takes them. */
  readonly open: OpenLoop | undefined
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
  /** How its operator works when the partition has no room. */
  readonly onDisk?: OnDisk
  /** The cached RDD, where this pipeline's partitions begin in it, and where they are kept, of a persist segment. */
  readonly cached?: { readonly rdd: number; readonly offset: number; readonly level: StorageLevel }
}

/** How an operator goes on that has no room. */
export interface OnDisk {
  readonly way: WayOnDisk
  /** Whether nothing is done to the records on their way to the operator. */
  readonly isPlain: boolean
  /** The loop in front of the operator, compiled when it is needed; `undefined` when there is nothing to do there. */
  readonly before: () => OpenLoop | undefined
}

/** The end of a pipeline: a loop that gives records, or the buckets of an exchange. */
export type Sink =
  | { readonly kind: 'records'; readonly open: OpenLoop | undefined }
  | { readonly kind: 'exchange'; readonly open: OpenLoop<Buckets> }

/** A pipeline, compiled. */
export interface CompiledSteps {
  readonly segments: readonly Segment[]
  readonly sink: Sink
}

/** Kernels for which records are put into columns, where they would otherwise come one by one. */
const worthColumns: ReadonlySet<string> = new Set(['sort'])

/**
 * The operators that can work on disk. What one by key gives for a key depends on nothing but the records of that key, and
 * it can be given that again, in front of more records of the key.
 */
const waysOnDisk: Readonly<Record<string, WayOnDisk['kind']>> = {
  combine: 'byKey',
  addCounts: 'byKey',
  lastValues: 'byKey',
  eachKeyOnce: 'byKey',
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
): CompiledSteps {
  const segments: Segment[] = []
  let fused: ResolvedStep<RecordOperator>[] = []
  let chunks: ChunkKind = source.kind === 'source' && source.format === 'range' ? 'range' : 'rows'
  for (const step of steps) {
    const operator = operatorOf(step)
    if (operator.kind === 'record') {
      fused.push({ step, operator })
      continue
    }
    segments.push(segment(step, operator))
    fused = []
    chunks = 'rows'
  }
  return { segments, sink: end() }

  function end(): Sink {
    if (sink.op === 'exchange') return { kind: 'exchange', open: exchangeLoop() }
    const isRead = sink.op === 'pullRows'
    return { kind: 'records', open: isRead ? pulled() : terminalLoop(sink) }
  }

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
    if (step.op === 'persist') {
      const cached = step.params as unknown as NonNullable<Segment['cached']>
      return { kind: 'persist', open: pulled(), cached }
    }
    const onDisk = onDiskOf(step)
    const isPartial = step.params?.['isPartial'] === true
    return { kind: 'barrier', open: terminalLoop(step), isPartial, ...(onDisk && { onDisk }) }
  }

  /** What gives the records up to here piece by piece; `undefined` when they are the chunks themselves. */
  function pulled(): OpenLoop | undefined {
    return isPlain() ? undefined : pulling(fused, chunks)
  }

  function isPlain(): boolean {
    return fused.length === 0 && chunks === 'rows'
  }

  function onDiskOf(step: Step): OnDisk | undefined {
    const kind = waysOnDisk[step.op]
    if (!kind) return undefined
    const [before, kindOfChunks, wasPlain] = [fused, chunks, isPlain()]
    const keyOf = step.op === 'unique' ? 'record' : 'pair'
    const ascending = step.params?.['ascending'] === true
    let compiled: OpenLoop | undefined
    return {
      way: { kind, keyOf, ascending, open: (env) => (compiled ??= bare())(env) },
      isPlain: wasPlain,
      before: () => (wasPlain ? undefined : pulling(before, kindOfChunks)),
    }

    /** The operator with nothing in front. */
    function bare(): OpenLoop {
      const kernelOf = columnKernels[step.op]
      const rows = loop(step, [], 'rows')
      return kernelOf ? withKernel(kernelOf, step, tasksIn(step), rows) : rows
    }
  }

  function terminalLoop(step: Step): OpenLoop {
    const kernelOf = columnKernels[step.op]
    const columnSteps = columnStepsOf(fused, chunks)
    if (!kernelOf || (!columnSteps && !worthColumns.has(step.op))) return loop(step)
    const open = withKernel(kernelOf, step, tasksIn(step), loop(step, [], 'rows'))
    return behindRecords(open, () => fusedLoop(step, fused, chunks))
  }

  function exchangeLoop(): OpenLoop<Buckets> {
    const rows = loop<Buckets>(sink, [], 'rows')
    return behindRecords(spillingExchange(withKernel(exchangeColumns, sink, tasksIn(sink), rows)))
  }

  /** A loop that takes columns, behind the steps before it. */
  function behindRecords<Out>(open: OpenLoop<Out>, openRecords?: () => OpenLoop<Out>): OpenLoop<Out> {
    const columnSteps = columnStepsOf(fused, chunks)
    const [before, kindOfChunks] = [fused, chunks]
    const inRecords = (): OpenLoop<Out> => inPieces(fusedLoop(pullRows, before, kindOfChunks), open)
    if (columnSteps) return afterColumnSteps(columnSteps, tasksIn, open, openRecords ?? inRecords)
    const records = pulled()
    return records ? inPieces(records, open) : open
  }

  /** The loop of an operator: `Out` is what the text that it writes gives. */
  function loop<Out = Rows>(
    last: Step,
    before: readonly ResolvedStep<RecordOperator>[] = fused,
    kindOfChunks = chunks,
  ): OpenLoop<Out> {
    const areRows = kindOfChunks === 'rows'
    const parts = areRows ? leadingParts(stepsOf(before), tasksIn, looksUp(last)) : []
    const behind = fusedLoop<Out>(last, before.slice(parts.length), kindOfChunks)
    return afterColumnSteps(parts, tasksIn, behind, () => fusedLoop<Out>(last, before, kindOfChunks))
  }

  /** What gives records piece by piece. */
  function pulling(before: readonly ResolvedStep<RecordOperator>[], kindOfChunks: ChunkKind): OpenLoop {
    const columnSteps = columnStepsOf(before, kindOfChunks)
    return columnSteps
      ? afterColumnSteps(columnSteps, tasksIn, givingOn, () => fusedLoop(pullRows, before, kindOfChunks))
      : loop(pullRows, before, kindOfChunks)
  }

  /** The steps, when all of them work on columns as they are. */
  function columnStepsOf(
    before: readonly ResolvedStep<RecordOperator>[],
    kindOfChunks: ChunkKind,
  ): readonly Step[] | undefined {
    const all = stepsOf(before)
    return kindOfChunks === 'rows' && areColumnSteps(all, tasksIn) ? all : undefined
  }

  function tasksIn(step: Step): KernelTasks {
    return tasksOf(step, resolve)
  }

  function fusedLoop<Out>(
    last: Step,
    before: readonly ResolvedStep<RecordOperator>[],
    kindOfChunks: ChunkKind,
  ): OpenLoop<Out> {
    const operator = operatorOf(last)
    if (operator.kind !== 'terminal') throw new TypeError(`${last.op} is not a terminal.`)
    const { source: text, bindings } = fuse(before, { step: last, operator }, kindOfChunks)
    const all = [...stepsOf(before), last]
    const refs = bindings.tasks.map(({ step, index }) => taskOf(all, step, index))
    const tasks = refs.map(resolve)
    const params = bindings.params.map(({ step, key }) => all[step]?.params?.[key])
    const code = loopCode(text, refs)
    return (env) => takingColumns(code(kernel, tasks, params, env) as RowLoop<Out>)
  }
}

/** Whether an operator may look records up by what they are, or gives them to one that may. */
function looksUp({ op }: Step): boolean {
  return op in columnKernels || op === 'exchange' || op === 'pullRows'
}

function stepsOf(fused: readonly ResolvedStep<RecordOperator>[]): readonly Step[] {
  return fused.map(({ step }) => step)
}

const pullRows: Step = { op: 'pullRows' }

function operatorOf({ op }: Step): Operator {
  const operator = vocabulary[op]
  if (operator) return operator
  throw new TypeError(`No operator is called ${op}.`)
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
