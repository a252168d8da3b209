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
 * a function of `kernel`, `tasks`, `params` and `env`, and gives `{ push(chunk), finish(), abandon() }`. The terminal's
 * variables are copied to locals for the length of a chunk, where the engine keeps them in registers. Where it helps,
 * there is a second, fast version for ranges of small integers and for variables that hold numbers.
 */
export function fuse(
  records: readonly ResolvedStep<RecordOperator>[],
  { step, operator: terminal }: ResolvedStep<Terminal>,
  chunks: ChunkKind,
): FusedLoop {
  const { bindings, code } = nameSteps()
  const last = code(records.length, step)
  const locals = Object.entries(terminal.locals(last))
  const names = locals.map(([name]) => name).join(', ')
  const result = terminal.result(last)
  const abandon = terminal.abandon?.(last) ?? ''
  const size = terminal.size?.(last) ?? ''
  const conditions = fastConditions(terminal, chunks)
  const any = loop('any', chunks === 'range' ? anyRange : rows, (x) => terminal.record(last, x))
  const fast = conditions.length > 0 ? fastLoop() : []
  const source = [
    `const { ${kernelNames.join(', ')} } = kernel`,
    `const { emit, partition, attempt, index, counts } = env`,
    ...bindings.tasks.map(({ name }, i) => `const ${name} = tasks[${i}]`),
    ...bindings.params.map(({ name }, i) => `const ${name} = params[${i}]`),
    ...bindings.states.map(({ name, init }) => `let ${name} = ${init}`),
    'const start = () => {',
    ...locals.map(([name, init]) => `const ${name} = ${init}`),
    `return { ${names} }`,
    '}',
    'const state = start()',
    ...any,
    ...fast,
    'return {',
    fast.length > 0
      ? `push: (chunk) => (${conditions.join(' && ')} ? fast(chunk) : any(chunk)),`
      : 'push: any,',
    'finish() {',
    `const { ${names} } = state`,
    `return ${result}`,
    '},',
    ...(size ? ['size() {', `const { ${names} } = state`, `return ${size}`, '},'] : []),
    ...(abandon ? ['abandon() {', `const { ${names} } = state`, abandon, '},'] : ['abandon() {},']),
    '}',
  ].join('\n')
  return { source: indent(source), bindings }

  function fastLoop(): string[] {
    const { numeric } = terminal
    const asNumber = numeric ? [`${numeric.local} = +${numeric.local}`] : []
    return loop(
      'fast',
      chunks === 'range' ? smallRange : rows,
      (x) => (numeric ?? terminal).record(last, x),
      asNumber,
    )
  }

  function loop(name: string, head: readonly string[], record: RecordCode, enter: readonly string[] = []) {
    return [
      `const ${name} = (chunk) => {`,
      `let { ${names} } = state`,
      ...enter,
      'let stopped = false',
      ...head,
      nest(0, 'x', record),
      '}',
      ...locals.map(([local]) => `state.${local} = ${local}`),
      'return stopped',
      '}',
    ]
  }

  function nest(index: number, x: string, record: RecordCode): string {
    const fused = records[index]
    if (!fused) return record(x)
    return fused.operator.emit(code(index, fused.step), x, (y) => nest(index + 1, y, record))
  }
}

type RecordCode = (x: string) => string

const rows = ['outer: for (let i = 0; i < chunk.length; i++) {', 'const x = chunk[i]']
const anyRange = ['outer: for (let i = 0; i < chunk.count; i++) {', 'const x = chunk.start + i * chunk.step']
const smallRange = [
  'const end = (chunk.start + chunk.count) | 0',
  'outer: for (let x = chunk.start | 0; x < end; x++) {',
]

function fastConditions({ numeric }: Terminal, chunks: ChunkKind): string[] {
  return [
    ...(chunks === 'range' ? ['isSmallRange(chunk)'] : []),
    ...(numeric ? [`typeof state.${numeric.local} === 'number'`] : []),
    ...(numeric?.when ? [numeric.when] : []),
  ]
}

/** What generated code may call; the executor provides it. */
export const kernelNames = [
  'IntIndex',
  'DoubleIndex',
  'KeyMap',
  'keyMapOf',
  'numberPairs',
  'Best',
  'DistinctSketch',
  'KeySampler',
  'Draws',
  'StatCounter',
  'isPrimitiveKey',
  'isSmallRange',
  'partitionOf',
  'rangeOf',
  'isWithin',
  'customPartition',
  'newBuckets',
  'sortPairs',
  'pair',
  'number',
  'bucketOf',
  'finished',
  'seeded',
  'copy',
  'poisson',
  'iterable',
  'widenSchema',
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
