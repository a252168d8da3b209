import { accepts, findBreach, printShape, type TaskTypes } from '@atomic-ts/core/internal'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { tempProgram } from '../../fixtures/temp-program.ts'

const printed: Readonly<Record<string, string>> = {
  number: 'number',
  "'a' | 'b' | 1": '"a" | "b" | 1',
  'boolean | null': 'boolean | null',
  'bigint | undefined': 'bigint | undefined',
  '`x${number}`': 'string',
  'string & { readonly __brand: "Id" }': 'string',
  'Id & Named': 'number',
  Branded: '{ name: string }',
  'Named & { age?: number }': '{ name: string; age?: number | undefined }',
  'Record<string, number[]>': '{ [key: string]: number[] }',
  "Record<'a' | 'b', number>": '{ a: number; b: number }',
  'Partial<Named>': '{ name?: string | undefined }',
  'readonly [string, number?, ...bigint[]]': '[string, number | undefined?, ...bigint[]]',
  '[...string[], number]': 'unknown',
  'ReadonlyArray<string | null>': '(string | null)[]',
  'Map<string, Set<Date>>': 'Map<string, Set<Date>>',
  'Float64Array | Buffer': 'Float64Array | Uint8Array',
  Level: 'number',
  'Level.Low | null': 'number | null',
  Color: '"red" | "blue"',
  Tree: '{ value: number; children: { value: number; children: …[] }[] }',
  'Endless<string>': '{ value: string; next: { value: …[]; next: … | … } | null }',
  Custom: 'unknown',
  WithMethod: 'unknown',
  '() => void': 'unknown',
  'Promise<number>': 'unknown',
  'number | any': 'unknown',
  'object | string': 'unknown',
  '{}': 'unknown',
  never: 'unknown',
  void: 'unknown',
  symbol: 'unknown',
  'RegExp | Date': 'unknown',
}

const declarations = `
interface Named { name: string }
type Id = number & { readonly __id: 1 }
declare const mark: unique symbol
type Branded = Named & { readonly [mark]: true }
interface Tree { value: number; children: Tree[] }
interface Endless<T> { value: T; next: Endless<T[]> | null }
interface WithMethod { name: string; greet(): string }
enum Level { Low, High = 4 }
enum Color { Red = 'red', Blue = 'blue' }
class Custom { x = 1 }
`

test('every type has its shape; what cannot be told from a value has none', async () => {
  const names = Object.keys(printed)
  const types = await typesOf(names, declarations)
  const texts = types.map((type) => (type?.record ? printShape(type.shapes, type.record.shape) : 'unknown'))
  expect(Object.fromEntries(names.map((name, i) => [name, texts[i]]))).toEqual(printed)
})

test('a type parameter is not checked', async () => {
  const program = tempProgram({
    'main.ts': `
      import { Numbers } from './engine.ts'
      export function first<T>(all: Numbers<T[]>, other: T): unknown {
        return all.map((each) => (each as T[])[0] ?? other)
      }
    `,
  })
  const { manifest } = await program.compile()
  expect(manifest.tasks.map(({ types }) => types?.result)).toEqual([undefined])
})

test('a value that contains itself is looked at once', async () => {
  const [types] = await typesOf(['Tree'], declarations)
  const tree: { value: unknown; children: unknown[] } = { value: 1, children: [] }
  tree.children.push(tree)
  expect(isFine(types, tree)).toBe(true)
  tree.children.push({ value: '1', children: [] })
  expect(isFine(types, tree)).toBe(false)
})

test('values of a type pass, and mutated values do not', async () => {
  const cases = fc.sample(generatedTypes, { numRuns: 150, seed: 20 })
  const types = await typesOf(cases.map(({ text }) => text))
  for (const [i, { text, valid, invalid }] of cases.entries()) {
    fc.assert(
      fc.property(valid, (value) => {
        expect(isFine(types[i], value), text).toBe(true)
      }),
      { numRuns: 20 },
    )
    if (!invalid) continue
    fc.assert(
      fc.property(invalid, (value) => {
        expect(isFine(types[i], value), text).toBe(false)
        const { shapes, record } = types[i] ?? {}
        const breach = findBreach(shapes ?? [], record?.shape ?? 0, value)
        expect(breach.declared, text).not.toBe('unknown')
      }),
      { numRuns: 20 },
    )
  }
})

/** A type, values that it allows, and values that it does not; a type that allows everything has none of these. */
interface Case {
  readonly text: string
  readonly valid: fc.Arbitrary<unknown>
  readonly invalid?: fc.Arbitrary<unknown>
}

// No type here allows it.
const wrong = Symbol('wrong')

const leaves: readonly Case[] = [
  { text: 'number', valid: fc.double(), invalid: fc.constantFrom('1', null, undefined, true, 1n, {}, [1]) },
  { text: 'string', valid: fc.string(), invalid: fc.constantFrom(1, null, undefined, false, {}, ['a']) },
  { text: 'boolean', valid: fc.boolean(), invalid: fc.constantFrom(0, 'true', null, undefined) },
  { text: 'bigint', valid: fc.bigInt(), invalid: fc.constantFrom(1, '1', null) },
  {
    text: "'a' | 'b' | 7 | true",
    valid: fc.constantFrom('a', 'b', 7, true),
    invalid: fc.constantFrom('c', 8, false),
  },
  { text: 'null', valid: fc.constant(null), invalid: fc.constantFrom(undefined, 0, '') },
  { text: 'Date', valid: fc.date({ noInvalidDate: false }), invalid: fc.constantFrom('2020-01-01', 0, {}) },
  { text: 'Uint8Array', valid: fc.uint8Array(), invalid: fc.constantFrom([1], new Int8Array(1), null) },
  { text: 'Float64Array', valid: fc.float64Array(), invalid: fc.constantFrom([1], new Float32Array(1)) },
  { text: 'string & { readonly __brand: 1 }', valid: fc.string(), invalid: fc.constantFrom(1, {}) },
  { text: 'unknown', valid: fc.anything() },
  { text: '(() => void)', valid: fc.constant(() => undefined) },
]

const generatedTypes: fc.Arbitrary<Case> = fc.letrec<{ type: Case }>((tie) => ({
  type: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(...leaves),
    tie('type').map(listOf),
    fc.tuple(tie('type'), tie('type')).map(([a, b]) => tupleOf(a, b)),
    fc.tuple(tie('type'), tie('type'), tie('type')).map(([a, b, c]) => objectOf(a, b, c)),
    tie('type').map(recordOf),
    tie('type').map(nullable),
    fc.tuple(tie('type'), tie('type')).map(([a, b]) => tagged(a, b)),
    fc.tuple(tie('type'), tie('type')).map(([a, b]) => mapOf(a, b)),
  ),
})).type

function listOf({ text, valid, invalid }: Case): Case {
  const list = fc.array(valid, { maxLength: 3 })
  const part = invalid && fc.tuple(list, invalid, list).map(([a, b, c]) => [...a, b, ...c])
  return {
    text: `(${text})[]`,
    valid: list,
    invalid: fc.oneof(fc.constantFrom({}, null, wrong), ...some(part)),
  }
}

function tupleOf(a: Case, b: Case): Case {
  const rest = fc.array(b.valid, { maxLength: 2 })
  const valid = fc.tuple(a.valid, rest).map(([first, others]) => [first, ...others])
  const inFirst = a.invalid && fc.tuple(a.invalid, rest).map(([first, others]) => [first, ...others])
  const inRest = b.invalid && fc.tuple(a.valid, b.invalid).map(([first, other]) => [first, other])
  return {
    text: `[(${a.text}), ...(${b.text})[]]`,
    valid,
    invalid: fc.oneof(fc.constantFrom([], {}, 'ab'), ...some(inFirst), ...some(inRest)),
  }
}

function objectOf(a: Case, b: Case, c: Case): Case {
  const shape = { a: a.valid, b: b.valid, more: fc.anything(), 'odd name': c.valid }
  const valid = fc.record(shape, { requiredKeys: ['a', 'odd name'] })
  const changed = (name: string, value: fc.Arbitrary<unknown> | undefined) =>
    value && fc.tuple(valid, value).map(([record, each]) => ({ ...record, [name]: each }))
  const wrongB = b.invalid?.filter((value) => value !== undefined)
  return {
    text: `{ readonly a: ${a.text}; b?: ${b.text}; 'odd name': ${c.text} }`,
    valid,
    invalid: fc.oneof(
      fc.constantFrom(null, undefined),
      ...some(changed('a', a.invalid)),
      ...some(changed('b', wrongB)),
      ...some(changed('odd name', c.invalid)),
    ),
  }
}

function recordOf({ text, valid, invalid }: Case): Case {
  const record = fc.dictionary(fc.string(), valid, { maxKeys: 3 })
  const part =
    invalid &&
    fc.tuple(record, fc.string(), invalid).map(([all, key, value]) => ({ ...all, [`${key}!`]: value }))
  return {
    text: `Record<string, ${text}>`,
    valid: record,
    invalid: fc.oneof(fc.constantFrom(null), ...some(part)),
  }
}

function nullable({ text, valid, invalid }: Case): Case {
  const present = invalid?.filter((value) => value !== null && value !== undefined)
  return {
    text: `(${text}) | null | undefined`,
    valid: fc.oneof(valid, fc.constantFrom(null, undefined)),
    ...(present ? { invalid: present } : {}),
  }
}

function tagged(a: Case, b: Case): Case {
  const part = (kind: string, value: fc.Arbitrary<unknown>) => value.map((each) => ({ kind, value: each }))
  return {
    text: `{ kind: 'a'; value: ${a.text} } | { kind: 'b'; value: ${b.text} }`,
    valid: fc.oneof(part('a', a.valid), part('b', b.valid)),
    invalid: fc.oneof(
      part('c', a.valid),
      ...some(a.invalid && part('a', a.invalid)),
      ...some(b.invalid && part('b', b.invalid)),
    ),
  }
}

function mapOf(a: Case, b: Case): Case {
  const map = fc.array(fc.tuple(a.valid, b.valid), { maxLength: 3 }).map((pairs) => new Map(pairs))
  const part = b.invalid && fc.tuple(a.valid, b.invalid).map(([key, value]) => new Map([[key, value]]))
  return {
    text: `Map<${a.text}, ${b.text}>`,
    valid: map,
    invalid: fc.oneof(fc.constantFrom({}, []), ...some(part)),
  }
}

function some<T>(value: T | undefined): T[] {
  return value === undefined ? [] : [value]
}

function isFine(types: TaskTypes | undefined, value: unknown): boolean {
  return types?.record ? accepts(types.shapes, types.record.shape)(value) : true
}

async function typesOf(texts: readonly string[], code = ''): Promise<readonly (TaskTypes | undefined)[]> {
  const tasks = texts.map((text, i) => `/** @task */ export function t${i}(_: ${text}): void {}`)
  const { manifest } = await tempProgram({ 'main.ts': [code, ...tasks].join('\n') }).compile()
  const found = new Map(manifest.tasks.map(({ name, types }) => [name, types]))
  return texts.map((_, i) => found.get(`t${i}`))
}
