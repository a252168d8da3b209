import * as fc from 'fast-check'
import type { ColumnKind, TableSchema } from '@atomic-ts/atomic'

/** A table that was made up. */
export interface MadeTable {
  readonly schema: TableSchema
  readonly rows: readonly Readonly<Record<string, unknown>>[]
}

const names = fc
  .oneof(
    fc.constantFrom('id', 'name', 'größe', '日本', 'with space', 'a.b'),
    fc.string({ minLength: 1, unit: 'grapheme' }),
  )
  .filter((name) => name !== '__proto__' && !/[\0\p{Cc}]/u.test(name))

const scalarKinds = fc.constantFrom<ColumnKind>(
  'boolean',
  'number',
  'int32',
  'bigint',
  'string',
  'date',
  'binary',
  'null',
)

const { kind: kinds } = fc.letrec<{ kind: ColumnKind }>((tie) => ({
  kind: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalarKinds,
    fc.tuple(tie('kind')),
    fc.dictionary(names, tie('kind'), { minKeys: 1, maxKeys: 3, noNullPrototype: true }),
  ),
}))

/** Tables with columns of every kind, nested ones too. */
export const tables: fc.Arbitrary<MadeTable> = fc
  .dictionary(names, kinds, { minKeys: 1, maxKeys: 5, noNullPrototype: true })
  .chain((schema) => rowsOf(schema))

/** Tables of text, which every format holds. */
export const textTables: fc.Arbitrary<MadeTable> = fc
  .dictionary(names, fc.constant('string' as const), { minKeys: 1, maxKeys: 5, noNullPrototype: true })
  .chain((schema) => {
    const fields = Object.keys(schema).map((name) => [name, fc.string({ unit: 'grapheme' })] as const)
    return fc
      .array(fc.record(Object.fromEntries(fields), { noNullPrototype: true }))
      .map((rows) => ({ schema, rows }))
  })

function rowsOf(schema: TableSchema): fc.Arbitrary<MadeTable> {
  return fc.array(struct(schema), { maxLength: 40 }).map((rows) => ({ schema, rows }))
}

function struct(schema: TableSchema): fc.Arbitrary<Record<string, unknown>> {
  const fields = Object.entries(schema).map(([name, kind]) => [name, valuesOf(kind)] as const)
  return fc.record(Object.fromEntries(fields), { noNullPrototype: true })
}

function valuesOf(kind: ColumnKind): fc.Arbitrary<unknown> {
  if (typeof kind === 'string') return fc.option(scalars[kind], { freq: 4 })
  if (isList(kind)) return fc.option(fc.array(valuesOf(kind[0]), { maxLength: 4 }), { freq: 4 })
  return fc.option(struct(kind), { freq: 4 })
}

function isList(kind: ColumnKind): kind is readonly [ColumnKind] {
  return Array.isArray(kind)
}

const scalars: Readonly<Record<Extract<ColumnKind, string>, fc.Arbitrary<unknown>>> = {
  boolean: fc.boolean(),
  number: fc.double(),
  int32: fc.integer(),
  bigint: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  string: fc.oneof(fc.constantFrom('', 'often', 'é😀'), fc.string({ unit: 'grapheme' })),
  date: fc.date({ min: new Date('0001-01-02'), max: new Date('9999-12-30'), noInvalidDate: true }),
  binary: fc.uint8Array({ maxLength: 8 }),
  null: fc.constant(null),
}
