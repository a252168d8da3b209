import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { atomic } from '../contestants/atomic.ts'
import { machine } from '../measure/machine.ts'
import { measure } from '../measure/measure.ts'
import { median } from '../measure/median.ts'
import { workloads } from '../workloads/index.ts'

/** How a job's time grows with its data, on one slot and on two: `npm run bench:growth -- [--only A,B] [--scale X] [--rounds N]`. */
const { values } = parseArgs({
  options: {
    only: { type: 'string', default: 'pi,word-count,sort,join' },
    scale: { type: 'string', default: '0.25' },
    rounds: { type: 'string', default: '3' },
  },
})
const factors = [1, 2, 4, 8, 16]
const folder = mkdtempSync(join(tmpdir(), 'atomic-growth-'))
console.log(`On ${machine()}; medians in seconds.\n`)
console.log(`| workload | slots | ${factors.map((factor) => `${factor}×`).join(' | ')} |`)
console.log(`|---|---:|${factors.map(() => '---:').join('|')}|`)
try {
  for (const name of values.only.split(',')) {
    for (const slots of [1, 2]) {
      const times: string[] = []
      for (const factor of factors) times.push(await time(name, Number(values.scale) * factor, slots))
      console.log(`| ${name} | ${slots} | ${times.join(' | ')} |`)
    }
  }
} finally {
  rmSync(folder, { recursive: true })
}

async function time(name: string, scale: number, slots: number): Promise<string> {
  const workload = workloads.find((one) => one.name === name)
  if (!workload) throw new Error(`There is no workload ${name}.`)
  const size = workload.size(scale)
  const problem = { workload: name, size, files: workload.write(folder, size), partitions: 12, slots }
  const [measured] = await measure(problem, [atomic], {
    rounds: Number(values.rounds),
    patience: 600,
    limit: 1800,
  })
  return measured && measured.rounds.length > 0 ? (median(measured.rounds) / 1000).toFixed(2) : 'failed'
}
