import { writeFileSync } from 'node:fs'
import { startVitest } from 'vitest/node'

/**
 * Writes docs/conformance.md: every conformance program and the ways in which it was run, from the results of the suite
 * itself: `npm run docs:conformance`.
 */
const vitest = await startVitest('test', ['test/conformance'], { watch: false, reporters: ['dot'] })
const rows = new Map<string, Map<string, string>>()
const ways = new Set<string>()
for (const file of vitest.state.getTestModules()) {
  for (const way of file.children.suites()) {
    ways.add(way.name)
    for (const test of way.children.allTests()) {
      const family = test.parent.type === 'suite' ? test.parent.name : ''
      const row = `${family} | ${test.name.replaceAll('|', '\\|')}`
      rows.set(row, (rows.get(row) ?? new Map<string, string>()).set(way.name, mark(test.result())))
    }
  }
}
await vitest.close()

const columns = [...ways]
const head = `| family | program | ${columns.join(' | ')} |\n|---|---|${columns.map(() => '---').join('|')}|`
const body = [...rows]
  .toSorted(([a], [b]) => a.localeCompare(b))
  .map(([row, marks]) => `| ${row} | ${columns.map((way) => marks.get(way) ?? '–').join(' | ')} |`)
writeFileSync(
  new URL('../../docs/conformance.md', import.meta.url),
  `# Conformance

Every program below ran beside a plain-array oracle with generated inputs (skew, duplicates, nulls, unicode, empty
partitions) at 1, 2, 3 and 7 partitions, in every way of running a program. Written by \`npm run docs:conformance\`.

${head}
${body.join('\n')}
`,
)

function mark(result: { readonly state: string; readonly note?: string | undefined }): string {
  if (result.state === 'passed') return 'green'
  return result.state === 'skipped' ? (result.note ?? 'skipped') : result.state
}
