import { expect, test } from 'vitest'
import { tempProgram, type TempProgram } from '../../fixtures/temp-program.ts'

const main = `
import { numbers } from './engine.ts'
import { grow } from './grow.ts'
import { pad } from 'padding'
/** @task */
export function half(n: number): number { return n / 2 }
const unit = 3
export default function main(by: number) {
  return numbers.map((n) => grow(n) + unit + by).map((n) => pad(n)).map(half).records
}
`
const grow = `
const step: number = 1
export function grow(n: number): number { return n + step }
export function other(): number { return 1 }
`
const padding = 'exports.pad = (n) => n + 1'

test('an id is path#symbol@hash', async () => {
  expect(Object.keys(await idsOf(sample())).toSorted()).toEqual(['main.map', 'main.map:2', 'half'].toSorted())
  expect((await idsOf(sample()))['half']).toMatch(/^main\.ts#half@[0-9a-f]{12}$/)
})

test('ids and fingerprint stay when only comments, types, formatting and lines change', async () => {
  const program = sample()
  const { manifest } = await program.compile()
  program.write(
    'grow.ts',
    `// a comment\n\n${grow.replace(': number =', ' =').replace('return n +', 'return   n\n+')}`,
  )
  program.write('main.ts', `\n\n${main.replace('(n) => grow', '(n /* record */: number): number =>\n grow')}`)
  const again = await program.compile()
  expect(again.cached).toBe(false)
  expect(again.manifest.tasks.map(({ id }) => id)).toEqual(manifest.tasks.map(({ id }) => id))
  expect(again.manifest.fingerprint).toBe(manifest.fingerprint)
})

test('ids and fingerprint are the same in another folder', async () => {
  const [one, two] = [await sample().compile(), await sample().compile()]
  expect(two.manifest).toEqual(one.manifest)
})

test.for([
  ['a helper', 'grow.ts', grow.replace('n + step', 'n - step'), ['main.map']],
  ['a constant that a helper reads', 'grow.ts', grow.replace('= 1', '= 2'), ['main.map']],
  ['a constant beside the task', 'main.ts', main.replace('unit = 3', 'unit = 4'), ['main.map']],
  ['a package', 'node_modules/padding/index.js', padding.replace('+ 1', '+ 2'), ['main.map:2']],
  ['the task itself', 'main.ts', main.replace('n / 2', 'n / 4'), ['half']],
  ['a function that no task uses', 'grow.ts', grow.replace('return 1', 'return 2'), []],
] as const)('a change of %s changes the ids that depend on it', async ([, file, text, changed]) => {
  const program = sample()
  const before = await idsOf(program)
  program.write(file, text)
  const after = await idsOf(program)
  expect(Object.keys(before).filter((name) => before[name] !== after[name])).toEqual(changed)
})

function sample(): TempProgram {
  return tempProgram({
    'main.ts': main,
    'grow.ts': grow,
    'node_modules/padding/package.json': '{ "name": "padding", "version": "1.0.0" }',
    'node_modules/padding/index.js': padding,
  })
}

async function idsOf(program: TempProgram): Promise<Readonly<Record<string, string>>> {
  const { manifest } = await program.compile()
  return Object.fromEntries(manifest.tasks.map(({ name, id }) => [name, id]))
}
