import { inspect } from 'node:util'
import { Context } from '@atomic-ts/atomic'
import { load } from '@atomic-ts/compiler'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

type Jobs = Readonly<Record<string, (ctx: Context) => Promise<unknown>>>

const names = [
  'closures',
  'statements',
  'module-values',
  'classes',
  'modules',
  'aliases',
  'surroundings',
  'declared-types',
]
const paths = names.map(pathOf)
const programs = await Promise.all(paths.map((path) => load<Jobs>(path)))
const jobs = programs.flatMap((program, i) =>
  Object.entries(program).map(([name, job]) => [names[i], name, job] as const),
)

/** What the language itself makes of the programs: by module and job, printed. */
let plain: Readonly<Record<string, Readonly<Record<string, string>>>>

beforeAll(async () => {
  const { stdout } = await execa(
    'node',
    ['--import', import.meta.resolve('tsx'), pathOf('unbuilt'), ...paths],
    { cwd: new URL('fixtures', import.meta.url) },
  )
  plain = JSON.parse(stdout)
})

describe.each(['in-process', 'threads'] as const)('built, %s', (transport) => {
  let ctx: Context
  beforeAll(async () => {
    ctx = await Context.local({ slots: 2, transport, maxFailures: 1 })
  })
  afterAll(() => ctx.stop())

  test.each(jobs)('%s: %s answers as it does unbuilt', async (program, name, job) => {
    const answer = plain[pathOf(program ?? '')]?.[name]
    expect(answer).toBeDefined()
    expect(inspect(await job(ctx), { depth: null })).toBe(answer)
  })
})

function pathOf(name: string): string {
  return new URL(`fixtures/${name}.ts`, import.meta.url).pathname
}
