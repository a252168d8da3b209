import { RDD } from '@atomic-ts/core'
import { Context } from '@atomic-ts/runtime'
import { loadPrograms } from '@atomic-ts/testing/conformance'
import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { sparkOperations, type Standing } from '../../tools/docs/spark-operations.ts'

const { families, sweeps, operations, contextMethods } = await loadPrograms({ built: false })
const cases = families.filter((family) => !sweeps.includes(family)).flatMap((family) => family.cases)

test('the sweeps know every public operation of an RDD, and every public method of a context', () => {
  expect(Object.keys(operations).toSorted()).toEqual(publicNames(RDD.prototype, partsOfRdd))
  const methods = Object.keys(contextMethods).filter((name) => name !== 'statusTracker')
  expect(methods.toSorted()).toEqual(publicNames(Context.prototype, ['checkRunning', 'opened']))
})

test('every public operation and method has a conformance case beside the sweeps', () => {
  // What `stop` does is not a case, which shares its context: describe-conformance.ts has it.
  const covered = new Set(['stop', ...cases.flatMap((each) => each.of)])
  const all = [...Object.keys(operations), ...Object.keys(contextMethods)]
  expect(all.filter((name) => !covered.has(name))).toEqual([])
})

test('every conformance case calls what it is a case of, and every name is there once in a family', () => {
  const idle = cases.flatMap(({ name, of, ...program }) => {
    const text = String(program.run)
    return of.filter((each) => !new RegExp(`\\b${each}\\b`).test(text)).map((each) => [name, each])
  })
  expect(idle).toEqual([])
  for (const { name: family, cases: own } of families) {
    expect(new Set(own.map(({ name }) => name)).size, family).toBe(own.length)
  }
})

test('every public operation and method has a row in the table of operations, whose tests are there', () => {
  const rows = Object.values(sparkOperations).flatMap((part): Standing[] => Object.values(part))
  const named = new Set(['stop', ...rows.flatMap((row) => (typeof row === 'string' ? row.split(' ') : []))])
  const all = [...Object.keys(operations), ...Object.keys(contextMethods)]
  expect(all.filter((name) => !named.has(name))).toEqual([])
  const files = rows.flatMap((row) => (typeof row === 'object' && 'test' in row ? [row.test] : []))
  expect(files.filter((file) => !existsSync(new URL(`../../${file}`, import.meta.url)))).toEqual([])
})

/** What the classes of an RDD use among themselves; only names that are not public compile. */
const partsOfRdd = notPublic(
  ...([
    'lineage',
    'on',
    'narrow',
    'link',
    'run',
    'jobOf',
    'callSite',
    'cogrouped',
    'bySides',
    'spread',
    'reading',
  ] as const),
  ...([
    'copyOf',
    'sampling',
    'folded',
    'countsByKey',
    'partitionerOf',
    'shuffled',
    'moved',
    'inTurn',
  ] as const),
)

function notPublic<const Names extends readonly string[]>(
  ...names: Names & (Names[number] & keyof typeof operations extends never ? unknown : never)
): readonly string[] {
  return names
}

function publicNames(prototype: object, hidden: readonly string[]): string[] {
  const names = new Set<string>()
  for (let at: object = prototype; at !== Object.prototype; at = Object.getPrototypeOf(at) as object) {
    for (const name of Object.getOwnPropertyNames(at)) names.add(name)
  }
  return [...names].filter((name) => name !== 'constructor' && !hidden.includes(name)).toSorted()
}
