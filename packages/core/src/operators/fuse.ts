import { nameSteps, type Bindings } from './code.ts'
import type { RecordOperator, Step, Terminal } from './step.ts'

/** How the loop's chunks look: arrays of records, or ranges of numbers that never become arrays. */
export type ChunkKind = 'rows' | 'range'

/** The source text of one fused loop, and what must be bound to run it. */
export interface FusedLoop {
  readonly source: string
  readonly bindings: Bindings
}

/** A step beside the operator that it names. */
export interface ResolvedStep<O> {
  readonly step: Step
  readonly operator: O
}

/**
 * Writes one loop over a partition's records: every record step inlined, down to the terminal. The text is the body of
 * a function of `kernel`, `tasks`, `params` and `env`, and gives `{ push(chunk), finish(), abandon() }`. The terminal's variables are
 * copied to locals for the length of a chunk, where the engine keeps them in registers.
 */
export function fuse(
  records: readonly ResolvedStep<RecordOperator>[],
  terminal: ResolvedStep<Terminal>,
  chunks: ChunkKind,
): FusedLoop {
  const { bindings, code } = nameSteps()
  const last = code(records.length, terminal.step)
  const locals = Object.entries(terminal.operator.locals(last))
  const result = terminal.operator.result(last)
  const body = nest(0, 'x')
  const names = locals.map(([name]) => name)
  const source = [
    `const { ${kernelNames.join(', ')} } = kernel`,
    `const { emit, partition, attempt } = env`,
    ...bindings.tasks.map(({ name }, i) => `const ${name} = tasks[${i}]`),
    ...bindings.params.map(({ name }, i) => `const ${name} = params[${i}]`),
    ...locals.map(([name, init]) => `let state_${name} = ${init}`),
    'return {',
    'push(chunk) {',
    ...names.map((name) => `let ${name} = state_${name}`),
    'let stopped = false',
    chunks === 'rows'
      ? 'outer: for (let i = 0; i < chunk.length; i++) {\nconst x = chunk[i]'
      : 'const { start, step, count } = chunk\nouter: for (let i = 0; i < count; i++) {\nconst x = start + i * step',
    body,
    '}',
    ...names.map((name) => `state_${name} = ${name}`),
    'return stopped',
    '},',
    'finish() {',
    ...names.map((name) => `const ${name} = state_${name}`),
    `return ${result}`,
    '},',
    'abandon() {',
    ...names.map((name) => `const ${name} = state_${name}`),
    terminal.operator.abandon?.(last) ?? '',
    '},',
    '}',
  ].join('\n')
  return { source: indent(source), bindings }

  function nest(index: number, x: string): string {
    const record = records[index]
    if (!record) return terminal.operator.record(last, x)
    return record.operator.emit(code(index, record.step), x, (y) => nest(index + 1, y))
  }
}

/** What generated code may call; the executor provides it. */
export const kernelNames = [
  'KeyMap',
  'Best',
  'isPrimitiveKey',
  'partitionOf',
  'rangeOf',
  'customPartition',
  'newBuckets',
  'sortPairs',
  'pair',
  'sync',
  'seeded',
  'copy',
  'textOf',
  'openPart',
] as const

/** The name of a function that generated code may call. */
export type KernelName = (typeof kernelNames)[number]

function indent(source: string): string {
  let depth = 0
  return source
    .split('\n')
    .map((line) => {
      if (line.startsWith('}')) depth--
      const text = '  '.repeat(Math.max(0, depth)) + line
      if (line.endsWith('{')) depth++
      return text
    })
    .join('\n')
}
