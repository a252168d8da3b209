import { printSchema } from '@atomic-ts/core/internal'
import { expect, test } from 'vitest'
import { tempProgram } from '../../fixtures/temp-program.ts'

const types: Readonly<Record<string, string>> = {
  number: 'float64',
  '1 | 2': 'float64',
  string: 'utf8',
  "'a' | 'b'": 'utf8',
  '`x${number}`': 'utf8',
  bigint: 'int64',
  boolean: 'bool',
  true: 'bool',
  Date: 'timestamp',
  Uint8Array: 'binary',
  Buffer: 'binary',
  null: 'null',
  undefined: 'null',
  void: 'null',
  unknown: 'any',
  any: 'any',
  object: 'any',
  'string | null': 'nullable<utf8>',
  'boolean | undefined': 'nullable<bool>',
  'string | number': 'any',
  'number[]': 'list<float64>',
  'readonly (string | null)[]': 'list<nullable<utf8>>',
  'Iterable<Date>': 'list<timestamp>',
  '[string, number]': 'tuple<utf8, float64>',
  'readonly [a: string, b: bigint]': 'tuple<utf8, int64>',
  '[string, ...number[]]': 'any',
  '{ readonly name: string; age?: number }': 'struct<name: utf8, age?: nullable<float64>>',
  Point: 'struct<x: float64, y: float64>',
  'Point & { z: number }': 'struct<x: float64, y: float64, z: float64>',
  'Pick<Point, "x">': 'struct<x: float64>',
  Tree: 'struct<value: float64, children: list<any>>',
  Level: 'float64',
  Name: 'utf8',
  'Record<string, number>': 'any',
  'Map<string, number>': 'any',
  'Promise<number>': 'any',
  '() => void': 'any',
  Custom: 'any',
}

const declarations = `
interface Point { x: number; y: number }
interface Tree { value: number; children: Tree[] }
enum Level { Low, High = 4 }
enum Name { A = 'a', B = 'b' }
class Custom { x = 1; grow(): void {} }
`

test('schemaOfType() gives every type its schema', async () => {
  const names = Object.keys(types)
  const tasks = names.map((type, index) => `/** @task */ export function t${index}(_: ${type}): void {}`)
  const program = tempProgram({ 'main.ts': [declarations, ...tasks].join('\n') })
  const { manifest } = await program.compile()
  const found = manifest.tasks.map(({ name, parameters: [schema] }) => [
    names[Number(name.slice(1))] ?? '',
    schema ? printSchema(schema) : '',
  ])
  expect(Object.fromEntries(found)).toEqual(types)
})

test('taskSchemas() takes what an async task resolves to, and what the operator asks for', async () => {
  const program = tempProgram({
    'main.ts': `
      import { numbers } from './engine.ts'
      interface Named { readonly name: string | null }
      numbers.map<Named>((n) => ({ name: null }))
      /** @task */ export async function load(url: string, retries = 3): Promise<Uint8Array> { return new Uint8Array(retries) }
    `,
  })
  const { manifest } = await program.compile()
  const print = manifest.tasks.map(({ parameters, result }) =>
    [...parameters, result].map(printSchema).join(' '),
  )
  expect(print).toEqual(['float64 struct<name: nullable<utf8>>', 'utf8 nullable<float64> binary'])
})
