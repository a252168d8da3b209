import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../contestants/paths.ts'
import { workloads } from '../workloads/index.ts'
import { plot } from './plot.ts'
import type { Results } from './results.ts'
import { writeSection } from './section.ts'
import { table } from './table.ts'
import { writeJson } from './write-json.ts'

const data = join(root, 'docs/benchmarks.json')
const picture = join(root, 'docs/benchmarks.svg')

/** Writes the results into the documentation. Workloads that were not run now keep their results. */
export async function publish(results: Results): Promise<void> {
  const all = merge(results)
  await writeJson(data, all)
  writeFileSync(picture, await plot(all))
  writeSection('results', `${table(all)}\n\n![Seconds for each job](benchmarks.svg)`)
}

function merge(results: Results): Results {
  if (!existsSync(data)) return results
  const before = JSON.parse(readFileSync(data, 'utf8')) as Results
  const known = new Map(
    [...before.workloads, ...results.workloads].map((workload) => [workload.name, workload]),
  )
  return {
    ...before,
    ...results,
    contestants: { ...before.contestants, ...results.contestants },
    workloads: workloads.map(({ name }) => known.get(name)).filter((workload) => workload !== undefined),
  }
}
