import { expect, test } from 'vitest'
import { tempProgram } from '../../fixtures/temp-program.ts'

test.for([
  ['a local', 'const a = 1', '(n) => n + a', ['a']],
  ['two, in order of first use', 'const a = 1, b = 2', '(n) => b + a + b + n', ['b', 'a']],
  ['a parameter', '', '(n) => n + by', ['by']],
  ['a shorthand property', 'const a = 1', '(n) => ({ n, a })', ['a']],
  ['a default', 'const a = 1', '(n, m = a) => n + m', ['a']],
  ['a destructured variable', 'const { a, b: [c] } = { a: 1, b: [2] }', '(n) => a + c + n', ['a', 'c']],
  ['a typeof', 'const a = 1', '(n) => typeof a === typeof n', ['a']],
  ['a template', 'const a = 1', '(n) => `${a} ${n}`', ['a']],
  ['a computed key', "const a = 'k'", '(n) => ({ [a]: n })', ['a']],
  ['a catch variable', 'try { throw 1 } catch (a) { numbers.map((n) => [n, a]) }', '(n) => n', ['a']],
  ['a loop variable', 'for (const a of [1]) numbers.map((n) => n + a)', '(n) => n', ['a']],
  ['not a type', 'const a = 1', '(n: number): typeof a | number => n', []],
  ['not a property', 'const a = 1', '(n) => ({ a: n }).a', []],
  ['not a label', 'const a = 1', '(n) => { a: for (;;) break a; return n }', []],
  ['not a name that is shadowed', 'const a = 1', '(a) => [a].map((b) => a + b)', []],
  ['not a pattern of its own', 'const a = 1', '({ length: a } = []) => a', []],
  ['not a global', '', '(n) => Math.max(n, Number.MAX_VALUE, undefined ?? NaN)', []],
  ['not module level', '', '(n) => n + linked + grow(n)', []],
  ['what a local function captures', 'const a = 1; const f = (n: number) => n + a', '(n) => f(n)', ['a']],
  [
    'through two local functions',
    'const a = 1; function f() { return a } const g = () => f()',
    '() => g()',
    ['a'],
  ],
  ['under a parameter of the same name', 'const n = 1; const f = (x: number) => x + n', '(n) => f(n)', ['n']],
  ['a curried call', 'const a = 1', 'add(a)', ['a']],
  ['a local result of a curried call', 'const a = 1; const f = add(a)', 'f', ['a']],
  ['a function parameter', '', '(n) => each(n)', ['each']],
  ['a class under another name', 'class A {}; const B = A, a = 1', '(n) => [new B(), a, n]', ['a']],
  ['a value of chance or the clock', '', '(n) => [n, stamp, seed]', ['stamp', 'seed']],
  ['a value of the process', '', '(n) => n + port', ['port']],
] as const)('a task captures %s', async ([, before, task, captures]) => {
  const program = tempProgram({
    'main.ts': `
      import { numbers } from './engine.ts'
      const linked = 1
      export const port = Number(process.env['PORT'])
      const stamp = new Date()
      const seed = makeSeed()
      function makeSeed() { return Math.random() }
      const grow = (n: number) => n + linked
      const add = (a: number) => (n: number) => n + a
      export function run(by: number, each: (n: number) => number) {
        ${before}
        return numbers.map(${task})
      }
      run(1, (n) => n)
    `,
  })
  const { manifest } = await program.compile()
  expect(manifest.tasks.find(({ name }) => name.startsWith('run.map'))?.captures).toEqual(captures)
})

test('a task cannot use two variables of one name', async () => {
  const program = tempProgram({
    'main.ts': `
      import { numbers } from './engine.ts'
      export function run() {
        const a = 1
        const f = () => a
        { const a = 2; numbers.map((n) => n + a + f()) }
        { const a = 3; numbers.map(() => f()); console.log(a) }
      }
    `,
  })
  await expect(program.compile()).rejects.toThrow(
    /:6:36 .*two different variables named `a`[^]*:7:36 .*two different variables/,
  )
})
