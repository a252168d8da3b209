import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { atomic } from '../contestants/atomic.ts'
import { root } from '../contestants/paths.ts'
import { machine } from '../measure/machine.ts'
import { measure } from '../measure/measure.ts'
import { median } from '../measure/median.ts'
import { writeSection } from '../report/section.ts'
import { workloads } from '../workloads/index.ts'
import { plotGrowth, type Point } from './plot-growth.ts'

/**
 * How a job's time grows with its data, on one slot and on two:
 * `npm run bench:growth -- [--only A,B] [--scale X] [--rounds N] [--publish]`.
 */
const { values } = parseArgs({
  options: {
    only: { type: 'string', default: 'pi,word-count,sort,join' },
    scale: { type: 'string', default: '0.125' },
    rounds: { type: 'string', default: '3' },
    publish: { type: 'boolean', default: false },
  },
})
const factors = [1, 2, 4, 8, 16]
const described = machine()
atomic.find()
const folder = mkdtempSync(join(tmpdir(), 'atomic-growth-'))
const points: Point[] = []
try {
  for (const workload of values.only.split(',')) {
    for (const factor of factors) {
      for (const slots of [1, 2])
        points.push({ workload, slots, factor, seconds: await time(workload, factor, slots) })
    }
    console.log(
      `${workload}: ${points
        .filter((point) => point.workload === workload)
        .map(({ seconds }) => seconds.toFixed(2))
        .join(' ')}`,
    )
  }
} finally {
  rmSync(folder, { recursive: true })
}
const table = tableOf(points)
console.log(`\n${table}`)
if (values.publish) {
  writeFileSync(join(root, 'docs/growth.svg'), await plotGrowth(points))
  writeSection('growth', `${table}\n\n![Seconds by the size of the data](growth.svg)`)
}

async function time(name: string, factor: number, slots: number): Promise<number> {
  const workload = workloads.find((one) => one.name === name)
  if (!workload) throw new Error(`There is no workload ${name}.`)
  const size = workload.size(Number(values.scale) * factor)
  const problem = { workload: name, size, files: workload.write(folder, size), partitions: 12, slots }
  const effort = { rounds: Number(values.rounds), patience: 600, limit: 1800 }
  const [measured] = await measure(problem, [atomic], effort)
  return median(measured?.rounds ?? []) / 1000
}

function tableOf(all: readonly Point[]): string {
  const lines = new Set(all.map(lineOf))
  return [
    `On ${described}; medians of ${values.rounds} rounds in seconds. 1× is ${values.scale} of the sizes above.`,
    '',
    `| workload | slots | ${factors.map((factor) => `${factor}×`).join(' | ')} | 16× ÷ 1× |`,
    `|---|---:|${factors.map(() => '---:').join('|')}|---:|`,
    ...Array.from(lines, (line) => {
      const seconds = all.filter((point) => lineOf(point) === line).map((point) => point.seconds)
      const cells = seconds.map((each) => (Number.isNaN(each) ? 'failed' : each.toFixed(each < 0.1 ? 3 : 2)))
      return `| ${line} | ${cells.join(' | ')} | ${((seconds.at(-1) ?? NaN) / (seconds[0] ?? NaN)).toFixed(1)} |`
    }),
  ].join('\n')
}

function lineOf({ workload, slots }: Point): string {
  return `${workload} | ${slots}`
}
