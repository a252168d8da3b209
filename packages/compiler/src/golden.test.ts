import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { printSchema, type TaskEntry } from '@atomic-ts/core/internal'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { BuildError, compile } from './index.ts'

let cache: string

beforeAll(async () => {
  cache = await mkdtemp(join(tmpdir(), 'atomic-golden-'))
})

afterAll(() => rm(cache, { recursive: true, force: true }))

test.for(['assigning', 'driver-only', 'values', 'functions', 'marks', 'state', 'syntax'])(
  'compile() reports all the errors of %s.ts',
  async (name) => {
    const error = await compile(fixture(`errors/${name}.ts`), { cache }).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(BuildError)
    await expect(messageOf(error)).toMatchFileSnapshot(golden(`errors-${name}.txt`))
  },
)

test('compile() gives every form of task an entry in the manifest', async () => {
  const { manifest } = await compile(fixture('forms/forms.ts'), { cache })
  await expect(manifest.tasks.map(printEntry).join('\n')).toMatchFileSnapshot(golden('forms-manifest.txt'))
})

test('compile() puts tasks and what they reach in the bundle, and nothing else', async () => {
  const { bundle } = await compile(fixture('forms/forms.ts'), { cache })
  await expect(readFileSync(bundle, 'utf8')).toMatchFileSnapshot(golden('forms-tasks.txt'))
})

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function printEntry({ id, line, captures, parameters, result }: TaskEntry): string {
  const types = `(${parameters.map(printSchema).join(', ')}) => ${printSchema(result)}`
  return `${id} line ${line}\n  [${captures.join(', ')}] ${types}`
}

function fixture(name: string): string {
  return fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url))
}

function golden(name: string): string {
  return fileURLToPath(new URL(`../golden/${name}`, import.meta.url))
}
