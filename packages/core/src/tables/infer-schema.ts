import { isListKind, isStructKind, printKind, type ColumnKind, type TableSchema } from './table-schema.ts'
import { inside, isPlainObject, nameOf, unfitValue } from './unfit-value.ts'

/**
 * The columns that hold a record beside those that were known: fields in the order in which they are first met. A field
 * that is `null` or missing everywhere is a column of nulls.
 *
 * @param only whether just the names matter: then all columns are text
 * @throws ATOMIC5009 when the record is no object, when a field holds values of two kinds, or one that no column holds
 */
export function widenSchema(known: TableSchema, record: unknown, only: 'names' | 'kinds'): TableSchema {
  if (!isPlainObject(record)) throw notRow(record)
  if (only === 'names' && Object.keys(record).every((name) => Object.hasOwn(known, name))) return known
  const fields = Object.entries(record).map(
    ([name, value]) => [name, only === 'names' ? 'string' : kindOf(value, inside('', name))] as const,
  )
  return mergeSchemas(known, Object.fromEntries(fields))
}

/** The columns that hold the records of both. */
export function mergeSchemas(a: TableSchema, b: TableSchema): TableSchema {
  return mergeStructs(a, b, '')
}

/** The error for a record that is no row of a table. */
export function notRow(record: unknown): Error {
  return unfitValue('', `is ${nameOf(record)}, and no row`, 'Make objects first: map((x) => ({ value: x })).')
}

function kindOf(value: unknown, path: string): ColumnKind {
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'string') return 'string'
  if (typeof value === 'number') return 'number'
  if (typeof value === 'boolean') return 'boolean'
  if (typeof value === 'bigint') return 'bigint'
  if (value instanceof Date) return 'date'
  if (value instanceof Uint8Array) return 'binary'
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value
    return [
      items.reduce<ColumnKind>((kind, item) => merge(kind, kindOf(item, `${path}[]`), `${path}[]`), 'null'),
    ]
  }
  if (isPlainObject(value)) {
    const fields = Object.entries(value).map(([name, of]) => [name, kindOf(of, inside(path, name))] as const)
    return Object.fromEntries(fields)
  }
  throw unfitValue(path, `holds ${nameOf(value)}, for which there is no column`, unfitFix)
}

const unfitFix =
  'Make it a number, a bigint, text, a boolean, a Date, a Uint8Array, an array or a plain object first.'

function merge(a: ColumnKind, b: ColumnKind, path: string): ColumnKind {
  if (a === b || b === 'null') return a
  if (a === 'null') return b
  if (isListKind(a) && isListKind(b)) return [merge(a[0], b[0], `${path}[]`)]
  if (isStructKind(a) && isStructKind(b)) return mergeStructs(a, b, path)
  throw unfitValue(
    path,
    `holds ${printKind(a)} in one record and ${printKind(b)} in another; a column holds one kind`,
    'Make them one kind first, for example all text.',
  )
}

function mergeStructs(a: TableSchema, b: TableSchema, path: string): TableSchema {
  let merged: Record<string, ColumnKind> | undefined
  for (const [name, kind] of Object.entries(b)) {
    const before = Object.hasOwn(a, name) ? a[name] : undefined
    const now = before === undefined ? kind : merge(before, kind, inside(path, name))
    if (now === before) continue
    merged ??= { ...a }
    Object.defineProperty(merged, name, { value: now, enumerable: true, configurable: true, writable: true })
  }
  return merged ?? a
}
