import type { RecordOperator, Terminal } from './step.ts'

/** One pair a key: a sketch of its distinct values. Runs before a shuffle; `mergeSketches` after it. */
export const sketchValues: Terminal = {
  kind: 'terminal',
  locals: () => ({ table: 'new KeyMap()' }),
  record: (code, x) => `pair(${x})
const cell = table.find(${x}[0]) ?? table.set(${x}[0], new DistinctSketch(${code.param('precision')}))
cell.value.add(${x}[1])`,
  size: () => 'table.size',
  result: () => 'table.pairs().map(([key, sketch]) => [key, sketch.registers])',
}

/** One pair a key: all its sketches together. */
export const mergeSketches: Terminal = {
  kind: 'terminal',
  locals: () => ({ table: 'new KeyMap()' }),
  record: (_code, x) => `pair(${x})
const cell = table.find(${x}[0])
if (cell === undefined) table.set(${x}[0], new DistinctSketch(${x}[1].slice()))
else cell.value.merge(${x}[1])`,
  size: () => 'table.size',
  result: () => 'table.pairs().map(([key, sketch]) => [key, sketch.registers])',
}

/** Of each sketch the estimate. */
export const estimateSketches: RecordOperator = {
  kind: 'record',
  emit: (code, x, next) => code.let(`[${x}[0], new DistinctSketch(${x}[1]).estimate()]`, next),
}
