import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AtomicError, Context } from '@atomic-ts/atomic'
import { afterAll, beforeAll, describe, expect, onTestFailed, test } from 'vitest'
import type { Answers } from './checked-module.ts'
import { markdownBlocks } from './markdown-blocks.ts'
import { programOf, type Runnable } from './program.ts'
import { publicOperations } from './public-operations.ts'

const root = join(import.meta.dirname, '../..')
const doors = ['atomic/src', 'compiler/src', 'testing/src', 'testing/src/conformance']

const operations = publicOperations(
  root,
  doors.map((door) => `packages/${door}/index.ts`),
)
const documents = ['README.md', 'CONTRIBUTING.md', 'ARCHITECTURE.md', 'ROADMAP.md', 'CHANGELOG.md']
const guides = readdirSync(join(root, 'docs')).filter((file) => file.endsWith('.md'))
const examples = await programOf(
  [
    ...operations.flatMap((operation) => operation.examples),
    ...markdownBlocks(root, [...documents, ...guides.map((file) => `docs/${file}`)]),
  ],
  join(import.meta.dirname, '.program'),
)

/** Examples without an answer, and why. */
const unanswered: Readonly<Record<string, string>> = { 'README.md (1)': 'prints a table' }

test('every public operation has an example', () => {
  const missing = operations.filter((operation) => operation.examples.length === 0)
  expect(missing.map(({ name, file }) => `${name} in ${file}`)).toEqual([])
})

test('every example has an answer to check', () => {
  const open = examples.filter(({ answers, name }) => answers === 0 && !(name in unanswered))
  expect(open.map(({ name, file, line }) => `${name} at ${file}:${line}`)).toEqual([])
})

// Where examples make files.
const { TMPDIR } = process.env
const files = mkdtempSync(join(tmpdir(), 'atomic-examples-'))
beforeAll(() => {
  process.env.TMPDIR = files
})
afterAll(() => {
  if (TMPDIR === undefined) delete process.env.TMPDIR
  else process.env.TMPDIR = TMPDIR
  rmSync(files, { recursive: true })
})

describe.each(['in-process', 'threads'] as const)('%s', (transport) => {
  let ctx: Context
  beforeAll(async () => {
    ctx = await Context.local({ slots: 2, transport })
  })
  afterAll(() => ctx.stop())

  test.each(examples)('$name', { timeout: 20_000 }, async (example) => {
    // What one that failed left running would keep the slots from the others.
    onTestFailed(() => ctx.cancelAllJobs())
    const checked = new Set<number>()
    await example.run(ctx, answersOf(example, checked))
    expect(checked.size).toBe(example.answers)
  })
})

function answersOf({ file }: Runnable, checked: Set<number>): Answers {
  return {
    is(line, actual, expected) {
      checked.add(line)
      // A Map that compares its keys by value is held against a plain one.
      const given: unknown = actual instanceof Map ? new Map(actual) : actual
      expect(given, `${file}:${line}`).toEqual(expected)
      return actual
    },
    async fails(line, run, code) {
      checked.add(line)
      const error: unknown = await Promise.resolve()
        .then(run)
        .then(
          () => undefined,
          (reason: unknown) => reason,
        )
      expect(error, `${file}:${line}`).toBeInstanceOf(AtomicError)
      expect(error, `${file}:${line}`).toMatchObject({ code })
    },
  }
}
