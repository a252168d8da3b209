import { parseArgs } from 'node:util'
import { Bench, type Task } from 'tinybench'
import { machine } from '../measure/machine.ts'
import { writeSection } from '../report/section.ts'
import { byKey } from './by-key.ts'
import { codec } from './codec.ts'
import { joins } from './joins.ts'
import { loops } from './loops.ts'
import { count } from './records.ts'
import { sorting } from './sorting.ts'
import type { Versus } from './versus.ts'

/**
 * The engine's inner loops beside plain ones, on one thread: `npm run bench:kernels -- [part of a name] [--publish]`. A
 * new one is an entry in the file of its kind. Compare within a run: numbers of another run or machine say nothing.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { publish: { type: 'boolean', default: false } },
})
const [part = ''] = positionals
const described = machine()
const rows: string[] = []
for (const [name, versus] of Object.entries({ ...loops, ...byKey, ...joins, ...sorting, ...codec })) {
  if (!name.includes(part)) continue
  rows.push(await row(name, versus))
  console.log(rows.at(-1))
}
const table = [
  `On ${described}, one thread; medians over ${count.toLocaleString('en')} records, and their margin of error.`,
  '',
  '| kernel | ours | plain | plain is | plain ÷ ours |',
  '|---|---:|---:|---|---:|',
  ...rows,
].join('\n')
if (values.publish) writeSection('kernels', table)

async function row(name: string, { ours, plain, by }: Versus): Promise<string> {
  const bench = new Bench({ time: 500, iterations: 10, warmupTime: 200, warmupIterations: 3 })
  await bench.add('ours', ours).add('plain', plain).run()
  const [a, b] = [latency(bench.getTask('ours')), latency(bench.getTask('plain'))]
  return `| ${[name, a.text, b.text, by, (b.ms / a.ms).toFixed(1)].join(' | ')} |`
}

function latency(task: Task | undefined): { ms: number; text: string } {
  const result = task?.result
  if (!result || !('latency' in result)) throw new Error(`${task?.name} ${result?.state ?? 'did not run'}.`)
  const { p50: ms, rme } = result.latency
  return { ms, text: `${ms.toFixed(2)} ms ± ${rme.toFixed(0)} %` }
}
