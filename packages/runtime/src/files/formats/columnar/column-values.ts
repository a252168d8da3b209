import {
  isListKind,
  isStructKind,
  printKind,
  type ColumnKind,
  type TableSchema,
} from '@atomic-ts/core/internal'
import { notRow } from '@atomic-ts/core/internal'
import { inside, isPlainObject, nameOf, unfitValue } from '@atomic-ts/core/internal'

/** Gives a value as a column holds it, with `null` for what is missing; throws when it does not fit. */
export type Fit = (value: unknown) => unknown

/** One column of a table, and how values are fitted to it. */
export interface FittedColumn {
  readonly name: string
  readonly kind: ColumnKind
  /** The column's values of some records. */
  valuesOf(rows: readonly unknown[]): unknown[]
}

/**
 * The columns that records are taken apart to.
 *
 * @returns columns whose `valuesOf` throws ATOMIC5009, with the path to the place, for a value that does not fit
 */
export function fittedColumns(schema: TableSchema): readonly FittedColumn[] {
  return Object.entries(schema).map(([name, kind]) => {
    const fit = fitOf(kind, inside('', name))
    return { name, kind, valuesOf: (rows) => rows.map((row) => fit(Reflect.get(row as object, name))) }
  })
}

/** Refuses records that are no rows of a table, or have fields that it has no column for. */
export function checkRows(rows: readonly unknown[], schema: TableSchema): void {
  for (const row of rows) {
    if (!isPlainObject(row)) throw notRow(row)
    checkFields(row, schema, '')
  }
}

function checkFields(row: object, schema: TableSchema, path: string): void {
  for (const name of Object.keys(row)) {
    if (Object.hasOwn(schema, name) || Reflect.get(row, name) === undefined) continue
    throw unfitValue(inside(path, name), `is none of the columns ${printKind(schema)}`, schemaFix)
  }
}

const schemaFix = 'Name it in the schema, or leave it out of the records.'

function fitOf(kind: ColumnKind, path: string): Fit {
  if (isListKind(kind)) {
    const item = fitOf(kind[0], `${path}[]`)
    return (value) => {
      if (isNothing(value)) return null
      if (!Array.isArray(value)) throw unfit(value, kind, path)
      return Array.from(value, item)
    }
  }
  if (isStructKind(kind)) return fitStruct(kind, path)
  const fits = scalars[kind]
  return (value) => {
    if (isNothing(value)) return null
    const why = fits(value)
    if (why !== undefined) throw unfit(value, kind, path, why)
    return value
  }
}

function fitStruct(kind: TableSchema, path: string): Fit {
  const fields = Object.entries(kind).map(([name, of]) => ({ name, fit: fitOf(of, inside(path, name)) }))
  return (value) => {
    if (isNothing(value)) return null
    if (!isPlainObject(value)) throw unfit(value, kind, path)
    checkFields(value, kind, path)
    return Object.fromEntries(fields.map(({ name, fit }) => [name, fit(value[name])]))
  }
}

function isNothing(value: unknown): boolean {
  return value === null || value === undefined
}

/** Why a value does not fit a column: empty when its type says it already, `undefined` when it fits. */
const scalars: Readonly<Record<Extract<ColumnKind, string>, (value: unknown) => string | undefined>> = {
  boolean: (value) => (typeof value === 'boolean' ? undefined : ''),
  number: (value) => (typeof value === 'number' ? undefined : ''),
  int32: (value) =>
    typeof value === 'number' && Number.isInteger(value) && (value | 0) === value ? undefined : '',
  bigint(value) {
    if (typeof value !== 'bigint') return ''
    return BigInt.asIntN(64, value) === value ? undefined : 'it has more than 64 bits'
  },
  string(value) {
    if (typeof value !== 'string') return ''
    return !/\p{Surrogate}/u.test(value) ? undefined : 'half of a surrogate pair has no form in UTF-8'
  },
  date(value) {
    if (!(value instanceof Date)) return ''
    return Number.isNaN(value.getTime()) ? 'it is no valid date' : undefined
  },
  binary: (value) => (value instanceof Uint8Array ? undefined : ''),
  null: () => '',
}

function unfit(value: unknown, kind: ColumnKind, path: string, why = ''): Error {
  const what = `holds ${nameOf(value)}, which is no ${printKind(kind)}${why === '' ? '' : `: ${why}`}`
  return unfitValue(path, what, 'Mend the value first, or give the column another kind in the schema.')
}
