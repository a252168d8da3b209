import { writeFileSync } from 'node:fs'
import { loadPrograms } from '@atomic-ts/testing/conformance'
import { runSuite } from './run-suite.ts'
import { sparkOperations, type Standing } from './spark-operations.ts'

/**
 * Writes docs/conformance.md: Spark's operations and the conformance programs, and how each did in every way of running
 * a program, from the results of the suite itself: `npm run docs:conformance`.
 */
const { families, sweeps } = await loadPrograms({ built: false })
const { ways, mark } = await runSuite()
const programs = families.flatMap(({ name: family, cases }) =>
  cases.map(({ name, of }) => ({ family, name, of })),
)

writeFileSync(
  new URL('../../docs/conformance.md', import.meta.url),
  `# Conformance

Every program below ran beside a plain-array oracle with generated inputs (skew, duplicates, nulls, unicode, empty
partitions), or gave the answer that Spark documents, at 1, 2, 3 and 7 partitions, in every way of running a program.
Written by \`npm run docs:conformance\`. [operations.md](operations.md) says how each operation is called here.

## Operations

${Object.entries(sparkOperations)
  .map(([part, rows]) => `### ${part}\n\n${table(['operation'], Object.entries(rows).map(operationRow))}`)
  .join('\n')}
## Programs

${table(
  ['family', 'program'],
  programs
    .filter(({ family }) => !sweeps.some(({ name }) => name === family))
    .map((each) => [each.family, each.name, ...ways.map((way) => mark(way, each))]),
)}
Beside these, sweeps try every operation ${sweeps.map(({ name, cases }) => `*${name}* (${cases.length} programs)`).join(', ')},
and after \`stop\`.
`,
)

function operationRow([operation, standing]: readonly [string, Standing]): readonly string[] {
  if (typeof standing === 'string') return [operation, ...ways.map((way) => markOfAll(way, standing))]
  return [operation, reason(standing), ...ways.slice(1).map(() => '')]
}

function reason(standing: Exclude<Standing, string>): string {
  if ('test' in standing) return `[tests](../${standing.test})`
  return 'none' in standing ? `none: ${standing.none}` : `later: [${standing.later}](../ROADMAP.md)`
}

function markOfAll(way: string, methods: string): string {
  const marks = methods.split(' ').map((method) => markOf(way, method))
  return marks.find((each) => each !== 'green') ?? 'green'
}

/** How all programs of a public method did. */
function markOf(way: string, method: string): string {
  const own = programs.filter(({ of }) => of.includes(method))
  if (own.length === 0) throw new Error(`There is no conformance program of ${method}.`)
  return own.map((each) => mark(way, each)).find((each) => each !== 'green') ?? 'green'
}

function table(names: readonly string[], rows: readonly (readonly string[])[]): string {
  const columns = [...names, ...ways]
  const lines = [columns, columns.map(() => '---'), ...rows]
  return lines
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`)
    .join('')
}
