import { startVitest } from 'vitest/node'

/** How the programs of the conformance suite did. */
export interface SuiteResult {
  readonly ways: readonly string[]
  readonly mark: (way: string, program: { readonly family: string; readonly name: string }) => string
}

/** Runs the conformance suite in every way. */
export async function runSuite(): Promise<SuiteResult> {
  const vitest = await startVitest('test', ['test/conformance'], { watch: false, reporters: ['dot'] })
  const marks = new Map<string, string>()
  const ways = new Set<string>()
  for (const file of vitest.state.getTestModules()) {
    for (const way of file.children.suites()) {
      ways.add(way.name)
      for (const test of way.children.allTests()) {
        const family = test.parent.type === 'suite' ? test.parent.name : ''
        const { state } = test.result()
        marks.set(key(way.name, { family, name: test.name }), state === 'passed' ? 'green' : state)
      }
    }
  }
  await vitest.close()
  return { ways: [...ways].toSorted(), mark: (way, program) => marks.get(key(way, program)) ?? 'missing' }
}

function key(way: string, { family, name }: { readonly family: string; readonly name: string }): string {
  return JSON.stringify([way, family, name])
}
