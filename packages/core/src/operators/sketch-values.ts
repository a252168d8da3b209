import type { Terminal } from './step.ts'

/** One pair a key: a sketch of its distinct values. Runs before a shuffle; `mergeSketches` after it. */
export const sketchValues: Terminal = {
  kind: 'terminal',
  locals: () => ({ table: 'new KeyMap()' }),
  record: (code, x) => `pair(${x})
const cell = table.find(${x}[0]) ?? table.set(${x}[0], new DistinctSketch(${code.param('precision')}))
cell.value.add(${x}[1])`,
  result: () => 'table.pairs().map(([key, sketch]) => [key, sketch.registers])',
}

/** One pair a key: the estimate of all its sketches together. */
export const mergeSketches: Terminal = {
  kind: 'terminal',
  locals: () => ({ table: 'new KeyMap()' }),
  record: (_code, x) => `pair(${x})
const cell = table.find(${x}[0])
if (cell === undefined) table.set(${x}[0], new DistinctSketch(${x}[1].slice()))
else cell.value.merge(${x}[1])`,
  result: () => 'table.pairs().map(([key, sketch]) => [key, sketch.estimate()])',
}
