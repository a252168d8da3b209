import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { compile } from '../index.ts'
import { tempProgram, type TempProgram } from '../../fixtures/temp-program.ts'

test('the driver runs as the source does, and announces its program first', async () => {
  const program = tempProgram({
    'main.ts': `
      import { numbers } from './engine.ts'
      const programs = (globalThis as Record<symbol, unknown[]>)[Symbol.for('@atomic-ts/programs')]
      const twice = (n: number): number => n * 2
      console.log(programs?.length, numbers.map(twice).fold(0, { seq(a, b) { return a + b } }))
      console.log(import.meta.url === new URL('main.ts', 'file://' + process.cwd() + '/').href, import.meta.dirname === process.cwd())
    `,
  })
  expect((await runDriver(program)).stdout).toBe('1 12\ntrue true')
})

test('what an operator calls in the driver is no task, and may write to variables', async () => {
  const program = tempProgram({
    'main.ts': `
      import { Numbers } from './engine.ts'
      /** @inDriver */
      interface Watcher<T> { seen?: (record: T) => void }
      interface Named extends Watcher<number> { readonly name: string }
      /** @inDriver */
      type Choice = (n: number) => boolean
      /** @operators */
      class Watched extends Numbers {
        first(choice?: Choice): number | undefined { return this.records.find((n) => choice?.(n)) }
        each(f: (n: number) => number, watcher?: Watcher<number>): Numbers {
          for (const n of this.records) watcher?.seen?.(n)
          return this.map(f)
        }
      }
      const seen: number[] = []
      let sum = 0
      const watched = new Watched([1, 2])
      const held: Named = { name: 'sum', seen(n) { sum += n } }
      const factor = 2
      console.log(watched.each((n) => n * factor, { seen: (n) => seen.push(n) }).records.join(), seen.join())
      console.log(watched.each((n) => -n, held).records.join(), sum)
      console.log(watched.first((n) => ++sum > 4 && n > 0))
    `,
  })
  expect((await runDriver(program)).stdout).toBe('2,4 1,2\n-1,-2 3\n2')
})

test('a program without functions is announced as well', async () => {
  const program = tempProgram({
    'main.ts': "console.log(Reflect.get(globalThis, Symbol.for('@atomic-ts/programs'))?.length)",
  })
  expect((await runDriver(program)).stdout).toBe('1')
})

test("the user's own CommonJS works in the driver and in tasks", async () => {
  const program = tempProgram({
    'main.ts': `
      import { numbers } from './engine.ts'
      import old from './old.cjs'
      import path = require('node:path')
      console.log(old.name(), path.sep)
      export default () => numbers.map((n) => old.name() + path.sep + n).records
    `,
    'old.cjs': 'const { basename } = require("path"); exports.name = () => basename(__filename)',
  })
  expect((await runDriver(program)).stdout).toBe('old.cjs /')
  const { bundle, manifest } = await program.compile()
  const code = `import(process.argv[1]).then((m) => console.log(m.default[process.argv[2]]()(5)))`
  const { stdout } = await execa('node', ['-e', code, bundle, manifest.tasks[0]?.id ?? ''])
  expect(stdout).toBe('old.cjs/5')
})

test('an import of a computed path starts at the file that it stands in', async () => {
  const program = tempProgram({
    'main.ts':
      "const name = './plug.mjs'\nconsole.log((await import(name)).plug, (await import('node:' + 'path')).sep)",
    'plug.mjs': 'export const plug = 1',
  })
  expect((await runDriver(program)).stdout).toBe('1 /')
})

test('an optional function that is not given leaves a task as it is', async () => {
  const program = tempProgram({
    'main.ts': `
      import { numbers } from './engine.ts'
      const run = (f?: (n: number) => number) => numbers.map((n) => f?.(n) ?? n).records
      console.log(run().join(), run((n) => -n).join(), run(numbers.records.length > 3 ? (n) => n : undefined).join())
    `,
  })
  expect((await runDriver(program)).stdout).toBe('1,2,3 -1,-2,-3 1,2,3')
})

test("the task bundle has none of the driver's effects, and its tasks work", async () => {
  const program = tempProgram({
    'main.ts': `
      import { numbers } from './engine.ts'
      import { add } from './library.ts'
      import { parse } from 'legacy'
      console.log('driver effect')
      process.exitCode = 3
      const offset = await Promise.resolve(1)
      export default (by: number) => numbers.map((n) => add(n, by) + offset + parse('/a/b')).records
    `,
    'library.ts': `
      console.log('library effect')
      export const add = (a: number, b: number): number => a + b + import.meta.url.indexOf('/atomic-') * 0 + Number(import.meta.url.endsWith('/library.ts'))
    `,
    'node_modules/legacy/package.json': '{ "name": "legacy" }',
    'node_modules/legacy/index.js':
      'const path = require("path"); exports.parse = (p) => path.dirname(p) + __dirname.length * 0',
  })
  const { bundle, manifest } = await program.compile()
  const code = `import(process.argv[1]).then((m) => console.log(m.default[process.argv[2]](10)(5)))`
  const { stdout } = await execa('node', ['-e', code, bundle, manifest.tasks[0]?.id ?? ''], {
    cwd: program.folder,
  })
  expect(stdout).toBe('17/a0')
})

test("the stack of an error leads to the line of the user's file, in the driver and in a task", async () => {
  const program = tempProgram({
    'main.ts': [
      "import { numbers } from './engine.ts'",
      'interface Longer { readonly text: string }',
      'function check(n: number): number {',
      "  if (n === 2) throw new Error('two')",
      '  return n',
      '}',
      'export default function main(low: number) {',
      '  return numbers.filter((n) => n > low)',
      '    .map((n) => check(n))',
      '}',
      'main(0)',
    ].join('\n'),
  })
  const { stderr } = await runDriver(program)
  expect(places(stderr)).toEqual(['4:22', '9:17', '9:6', '11:1'])
  const { bundle, manifest } = await program.compile()
  const id = manifest.tasks.find(({ name }) => name === 'main.map')?.id ?? ''
  const code = `import(process.argv[1]).then((m) => m.default[process.argv[2]]()(2))`
  const failed = await execa('node', ['--enable-source-maps', '-e', code, bundle, id], { reject: false })
  expect(places(failed.stderr)).toEqual(['4:22', '9:17'])
})

test('packages stay outside of the driver, and inside of the task bundle', async () => {
  const program = tempProgram({
    'main.ts': `
      import { numbers } from './engine.ts'
      import { count } from 'shared'
      import { count as again } from './node_modules/shared/index.js'
      count()
      console.log(again(), numbers.map((n) => n + count() * 0).records.join())
    `,
    'node_modules/shared/package.json': '{ "name": "shared", "type": "module", "exports": "./index.js" }',
    'node_modules/shared/index.js': 'let n = 0\nexport const count = () => ++n',
  })
  expect((await runDriver(program)).stdout).toBe('2 1,2,3')
})

test('every form of task gives the same result on workers as in a program that was not built', async () => {
  const source = fileURLToPath(new URL('../../fixtures/forms/forms.ts', import.meta.url))
  const { driver } = await compile(source)
  const run = new URL('../../fixtures/forms/run.mjs', import.meta.url)
  const [built, plain] = await Promise.all([
    execa('node', [fileURLToPath(run), driver]),
    execa('node', ['--import', import.meta.resolve('tsx'), fileURLToPath(run), source]),
  ])
  expect(built.stdout).toContain('result {"marked"')
  expect(built.stdout).toBe(plain.stdout)
  expect(plain.stderr).toContain('not built')
})

async function runDriver(program: TempProgram): Promise<Ran> {
  const { driver } = await program.compile()
  return execa('node', ['--enable-source-maps', driver], { cwd: program.folder, reject: false })
}

function places(stack: unknown): readonly string[] {
  return [...String(stack).matchAll(/ at .*\/main\.ts:(\d+:\d+)/g)].map(([, place = '']) => place)
}

/** What a process printed. */
interface Ran {
  readonly stdout: string
  readonly stderr: string
  readonly exitCode?: number | undefined
}
