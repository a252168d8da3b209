import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkRatios } from '../../tools/bench/report/check-ratios.ts'
import type { Ratios } from '../../tools/bench/report/ratios.ts'
import { writeJson } from '../../tools/bench/report/write-json.ts'

const committed = { sort: 5, join: 2, pi: 1 }
const join13 = { workload: 'join', why: "the ratio of the loop's time to ours is 1.3; committed is 2" }

test.each<[name: string, measured: Ratios[], fell: object[], asked: string[]]>([
  ['none fell', [{ sort: 4, join: 1.6, pi: 9 }], [], []],
  ['one fell once', [{ sort: 5, join: 1.5 }, { join: 1.6 }], [], ['join']],
  [
    'one fell twice',
    [{ sort: 3.9, join: 1.5 }, { sort: 4, join: 1.5 }, { join: 2 }],
    [],
    ['sort,join', 'join'],
  ],
  ['one falls each time', [{ sort: 5, join: 1.5 }, { join: 1.4 }, { join: 1.3 }], [join13], ['join', 'join']],
])('the check of ratios measures again what fell: %s', async (_, measured, fell, asked) => {
  const found = await check(measured, 3)
  expect(found).toEqual({ fell, asked })
})

test('one try is all that there is when no more are asked for', async () => {
  expect(await check([{ join: 1.3 }], 1)).toEqual({ fell: [join13], asked: [] })
})

test('what could not be measured, or is not measured again, has fallen', async () => {
  const { fell } = await check([{ sort: NaN, join: 1.5, pi: 1 }, { sort: NaN }, {}], 3)
  expect(fell).toMatchObject([{ workload: 'sort' }, { workload: 'join' }])
})

test('a workload that nobody committed to has no ratio that is good enough', async () => {
  const { fell } = await check([{ pie: 9 }, { pie: 9 }], 2)
  expect(fell).toEqual([{ workload: 'pie', why: 'no ratio is committed to; --update does that' }])
})

test('the published results are in the form that the formatter asks for', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'atomic-bench-report-'))
  try {
    const published = readFileSync(new URL('../../docs/benchmarks.json', import.meta.url), 'utf8')
    const path = join(folder, 'benchmarks.json')
    await writeJson(path, JSON.parse(published))
    expect(readFileSync(path, 'utf8')).toBe(published)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

/** Checks ratios as they are measured one time after the other; says which workloads were measured again. */
async function check([first = {}, ...more]: readonly Ratios[], tries: number) {
  const asked: string[] = []
  const again = (fell: readonly { readonly workload: string }[]): Promise<Ratios> => {
    asked.push(fell.map(({ workload }) => workload).join())
    return Promise.resolve(more.shift() ?? {})
  }
  return { fell: await checkRatios(first, { committed, tries, again }), asked }
}
