import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../contestants/paths.ts'
import { workloads } from '../workloads/index.ts'
import { plot } from './plot.ts'
import type { Results } from './results.ts'
import { table } from './table.ts'

const data = join(root, 'docs/benchmarks.json')
const page = join(root, 'docs/benchmarks.md')
const picture = join(root, 'docs/benchmarks.svg')

const [begin, end] = ['<!-- results: written by npm run bench -->', '<!-- end of results -->']

/** Writes the results into the documentation. Workloads that were not run now keep their results. */
export async function publish(results: Results): Promise<void> {
  const all = merge(results)
  const text = readFileSync(page, 'utf8')
  const [from, to] = [text.indexOf(begin), text.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`${page} has no place for results: ${begin} … ${end}`)
  writeFileSync(data, `${JSON.stringify(all, null, 2)}\n`)
  writeFileSync(picture, await plot(all))
  writeFileSync(
    page,
    `${text.slice(0, from)}${begin}\n\n${table(all)}\n\n![Seconds for each job](benchmarks.svg)\n\n${text.slice(to)}`,
  )
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
