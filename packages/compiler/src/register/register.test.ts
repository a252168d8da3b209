import { execa } from 'execa'
import { expect, test } from 'vitest'
import { tempProgram } from '../../fixtures/temp-program.ts'

const register = new URL('../../dist/register.js', import.meta.url).href
const tsx = import.meta.resolve('tsx')

const main = `
import { numbers } from './engine.ts'
const programs = (globalThis as Record<symbol, unknown[]>)[Symbol.for('@atomic-ts/programs')]
export const by = 2
console.log(programs?.length, numbers.map((n) => n * by).records.join(), process.argv[2])
`

test.for([
  ['alone', ['--import', register]],
  ['after tsx', ['--import', tsx, '--import', register]],
  ['before tsx', ['--import', register, '--import', tsx]],
] as const)('the register door builds the program that node runs, %s', async ([, flags]) => {
  const program = tempProgram({ 'main.ts': main })
  const { stdout } = await node([...flags, 'main.ts', 'argument'], program.folder)
  expect(stdout).toBe('1 2,4,6 argument')
})

test('the register door builds modules that a program imports by name', async () => {
  const program = tempProgram({
    'start.mjs': 'const m = await import(process.argv[2])\nconsole.log(m.by, m.default)',
    'main.ts': `${main}\nexport default 'default'`,
  })
  const { stdout } = await node(['--import', register, 'start.mjs', './main.ts'], program.folder)
  expect(stdout).toBe('1 2,4,6 ./main.ts\n2 default')
})

test('the register door works in a package of CommonJS', async () => {
  const program = tempProgram({ 'main.ts': main, 'package.json': '{ "name": "old" }' })
  const { stdout } = await node(['--import', register, 'main.ts', 'x'], program.folder)
  expect(stdout).toBe('1 2,4,6 x')
})

test('the register door works under node --test', async () => {
  const text = `import { test } from 'node:test'\n${main}\ntest('tasks are linked', () => { if (!programs) throw new Error('no program') })`
  const program = tempProgram({ 'some.test.ts': text })
  const { stdout, exitCode } = await node(['--import', register, '--test', 'some.test.ts'], program.folder)
  expect(stdout).toMatch(/pass 1/)
  expect(exitCode).toBe(0)
})

test('the register door shows build errors without a stack of its own', async () => {
  const program = tempProgram({
    'main.ts': `${main}\nlet n = 0\nnumbers.map((each) => (n += each))\nconsole.log(n)`,
  })
  const { stderr, exitCode } = await node(['--import', register, 'main.ts'], program.folder)
  expect(exitCode).toBe(1)
  expect(stderr).toContain('main.ts:8:24  ATOMIC1001')
  expect(stderr).not.toContain('hooks')
})

function node(args: readonly string[], cwd: string): Promise<Ran> {
  return execa('node', args, { cwd, reject: false, env: { NODE_OPTIONS: '' }, extendEnv: true })
}

/** What a process printed. */
interface Ran {
  readonly stdout: string
  readonly stderr: string
  readonly exitCode?: number | undefined
}
