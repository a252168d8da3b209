import type { Terminal } from '../operators/step.ts'

/** Writes each record as a line of the attempt's own part file; the driver decides which attempt's file counts. */
export const writeText: Terminal = {
  kind: 'terminal',
  locals: (code) => ({ out: `openPart(${code.param('staging')}, partition, attempt, counts.output)` }),
  record: (_code, x) => `out.write(textOf(${x}))`,
  result: () => '[out.close()]',
  abandon: () => 'out.abort()',
}
