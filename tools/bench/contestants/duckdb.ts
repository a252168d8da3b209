import type { Contestant } from './contestant.ts'
import { here } from './paths.ts'
import { findPackage, python } from './python.ts'
import { startProcess } from './start-process.ts'

const queries = new Set([
  'word-count',
  'sort',
  'join',
  'group',
  'large-external-sort',
  'large-word-count',
  'large-sort',
  'large-join',
])

/** An SQL engine on columns, for the workloads that are also a query: what vectors can do. */
export const duckdb: Contestant = {
  name: 'duckdb',
  title: 'DuckDB',
  find: () => findPackage('duckdb'),
  knows: ({ workload }) => queries.has(workload),
  start: (problem, signal) =>
    startProcess(
      {
        file: python,
        args: [here('duckdb/main.py'), JSON.stringify(problem)],
        env: { PYTHONPATH: here('python') },
      },
      signal,
    ),
}
