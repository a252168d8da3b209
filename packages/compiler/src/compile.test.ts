import { readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { compile } from './index.ts'
import { tempProgram, type TempProgram } from '../fixtures/temp-program.ts'

const main = `
import { numbers } from './engine.ts'
import { step } from './step.ts'
export default () => numbers.map((n) => n + step).records
`

test('compile() does not build an unchanged program again', async () => {
  const program = sample()
  const first = await program.compile()
  const start = performance.now()
  expect(await program.compile()).toEqual({ ...first, cached: true })
  expect(performance.now() - start).toBeLessThan(100)
})

test('compile() keeps a build when a file has only another time', async () => {
  const program = sample()
  await program.compile()
  utimesSync(program.path('step.ts'), new Date(), new Date(Date.now() - 90_000))
  expect((await program.compile()).cached).toBe(true)
})

test.for([
  ['an imported file changes', 'step.ts', 'export const step = 2'],
  ['a change keeps the length', 'step.ts', 'export const step = 9'],
  ['package.json changes', 'package.json', '{ "name": "renamed", "type": "module" }'],
  ['a tsconfig appears', 'tsconfig.json', '{ "compilerOptions": { "strict": true } }'],
] as const)('compile() builds again when %s', async ([, file, text]) => {
  const program = sample()
  await program.compile()
  program.write(file, text)
  expect((await program.compile()).cached).toBe(false)
  expect((await program.compile()).cached).toBe(true)
})

test.for([
  ['driver.mjs', ''],
  ['tasks.mjs', 'export default {'],
  ['manifest.json', '{ "version": 1 '],
  ['../index.json', '{ "inputs": 3 }'],
  ['../index.json', 'not json'],
] as const)('compile() repairs a damaged %s', async ([name, text]) => {
  const program = sample()
  const { driver, bundle } = await program.compile()
  const before = readFileSync(bundle, 'utf8')
  writeFileSync(`${dirname(driver)}/${name}`, text)
  expect((await program.compile()).cached).toBe(false)
  expect(readFileSync(bundle, 'utf8')).toBe(before)
  expect((await program.compile()).cached).toBe(true)
})

test('compile() builds again when an imported file appears', async () => {
  const late =
    "import { numbers } from './engine.ts'\nexport const late = () => import('./late.ts')\nnumbers.map((n) => n)"
  const program = tempProgram({ 'main.ts': late })
  await program.compile()
  expect((await program.compile()).cached).toBe(true)
  program.write('late.ts', 'export const step = 1')
  expect((await program.compile()).cached).toBe(false)
})

test('compile() reports an import of a file that is not there', async () => {
  const program = tempProgram({ 'main.ts': main })
  await expect(program.compile()).rejects.toThrow(
    /main\.ts:3:22 {2}ATOMIC1012: there is no file '\.\/step\.ts'/,
  )
})

test('compile() says which folder cannot be written when the user chose it', async () => {
  const program = sample()
  const cache = program.path('step.ts')
  await expect(compile(program.path('main.ts'), { cache })).rejects.toThrow(/cannot be written to .*step\.ts/)
})

test('compile() builds among temporary files when the program stands in a read-only place', async () => {
  const program = sample()
  program.write('node_modules/.cache', 'no folder')
  const build = await program.compile()
  onTestFinished(() => rmSync(dirname(dirname(build.driver)), { recursive: true }))
  expect(build.driver).not.toContain('node_modules')
  expect((await program.compile()).cached).toBe(true)
})

test('compile() gives the same build to runs at the same time', async () => {
  const program = sample()
  const builds = await Promise.all([program.compile(), program.compile(), program.compile()])
  expect(new Set(builds.map(({ driver }) => driver)).size).toBe(1)
  expect(readdirSync(dirname(dirname(builds[0].driver))).length).toBe(2)
})

test('compile() sweeps old builds of an entry, but not those that a job may still use', async () => {
  const program = sample()
  const folders: string[] = []
  for (const step of [1, 2, 3, 4, 5]) {
    program.write('step.ts', `export const step = ${step}`)
    folders.push(dirname((await program.compile()).driver))
  }
  const names = (): readonly string[] =>
    readdirSync(dirname(folders[0] ?? '')).filter((name) => name !== 'index.json')
  expect(names()).toHaveLength(5)
  for (const folder of folders) utimesSync(folder, 0, 0)
  program.write('step.ts', 'export const step = 6')
  await program.compile()
  expect(names()).toHaveLength(3)
})

test('compile() says whether the program has a main function', async () => {
  expect((await sample().compile()).hasMain).toBe(true)
  expect((await tempProgram({ 'main.ts': 'export const main = 3' }).compile()).hasMain).toBe(false)
  expect((await tempProgram({ 'main.ts': 'export default 3' }).compile()).hasMain).toBe(false)
})

function sample(): TempProgram {
  return tempProgram({ 'main.ts': main, 'step.ts': 'export const step = 1' })
}
