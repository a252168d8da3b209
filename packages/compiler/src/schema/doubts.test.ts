import { expect, test } from 'vitest'
import { tempProgram } from '../../fixtures/temp-program.ts'

const cases: readonly (readonly [name: string, code: string, isDoubtful: boolean])[] = [
  ['annotated', '(n: number): Point => JSON.parse(`${n}`)', true],
  ['cast', '(n: number) => JSON.parse(`${n}`) as Point', true],
  ['old cast', '(n: number) => <Point>JSON.parse(`${n}`)', true],
  ['cast of unknown', '(n: number) => (box.unknown as Point)', true],
  ['variable of any', '(n: number): Point => { const p = JSON.parse(`${n}`); return { x: p.x } }', true],
  ['elements of any', '(n: number): Point[] => [1].map((m) => list[m])', true],
  ['non-null', '(n: number): Point => [{ x: n }].find(({ x }) => x > 1)!', true],
  ['helper', '(n: number) => parsed(n)', true],
  ['imported helper', '(n: number): Point => ({ x: other(n) })', true],
  ['claim of a package', '(n: number) => get<Point>(`${n}`)', true],
  ['claim without arguments', '(n: number): Point => get(`${n}`)', true],
  ['result of any', '(n: number) => JSON.parse(`${n}`)', false],
  ['plain', '(n: number): Point => ({ x: n + 1 })', false],
  ['cast that widens', '(n: number) => ({ x: n as number | string })', false],
  ['const', "(n: number) => [n, 'a'] as const", false],
  ['regular expression', "(n: number): string[] => `${n}`.toLowerCase().match(/[a-z']+/g) ?? []", false],
  ['stringified', '(n: number): string => JSON.stringify({ n })', false],
  ['generic of the language', '(n: number) => [n].reduce<number[]>((all, m) => [...all, m], [])', false],
]

test('a result is checked where the type checker took the user at his word, and only there', async () => {
  const program = tempProgram({
    'main.ts': `
      import { numbers } from './engine.ts'
      import { other } from './other.ts'
      import { get } from 'claims'
      interface Point { x: number }
      declare const list: any[]
      const box: { unknown: unknown } = { unknown: 1 }
      function parsed(n: number): Point { return JSON.parse(\`{"x":\${n}}\`) }
      ${cases.map(([, code]) => `numbers.map(${code})`).join('\n')}
    `,
    'other.ts': 'export const other = (n: number): number => JSON.parse(`${n}`)',
    'node_modules/claims/package.json':
      '{ "name": "claims", "type": "module", "exports": { "types": "./index.d.ts", "default": "./index.js" } }',
    'node_modules/claims/index.d.ts': 'export declare function get<T>(url: string): T',
    'node_modules/claims/index.js': 'export const get = () => 1',
  })
  const { manifest } = await program.compile()
  const found = manifest.tasks.map(({ types }) => types?.result !== undefined)
  expect(Object.fromEntries(cases.map(([name], i) => [name, found[i]]))).toEqual(
    Object.fromEntries(cases.map(([name, , isDoubtful]) => [name, isDoubtful])),
  )
})
