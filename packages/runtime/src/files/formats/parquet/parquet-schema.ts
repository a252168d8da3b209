import type { SchemaElement } from 'hyparquet'
import { isListKind, isStructKind, type ColumnKind, type TableSchema } from '@atomic-ts/core/internal'
import { inside, unfitValue } from '@atomic-ts/core/internal'

/**
 * The schema of a Parquet file: every column may hold nulls.
 * @throws ATOMIC5009 for a struct without fields, which Parquet does not have
 */
export function parquetSchemaOf(schema: TableSchema): SchemaElement[] {
  const columns = Object.entries(schema)
  return [
    { name: 'root', num_children: columns.length },
    ...columns.flatMap(([name, kind]) => elementsOf(name, kind, inside('', name))),
  ]
}

function elementsOf(name: string, kind: ColumnKind, path: string): SchemaElement[] {
  const optional = { name, repetition_type: 'OPTIONAL' } as const
  if (isListKind(kind)) {
    return [
      { ...optional, converted_type: 'LIST', logical_type: { type: 'LIST' }, num_children: 1 },
      { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
      ...elementsOf('element', kind[0], `${path}[]`),
    ]
  }
  if (isStructKind(kind)) {
    const fields = Object.entries(kind)
    if (fields.length === 0)
      throw unfitValue(path, 'is an object without fields, for which Parquet has no column', 'Leave it out.')
    return [
      { ...optional, num_children: fields.length },
      ...fields.flatMap(([field, of]) => elementsOf(field, of, inside(path, field))),
    ]
  }
  return [{ ...optional, ...physical[kind] }]
}

const physical: Readonly<Record<Extract<ColumnKind, string>, Omit<SchemaElement, 'name'>>> = {
  boolean: { type: 'BOOLEAN' },
  number: { type: 'DOUBLE' },
  int32: { type: 'INT32' },
  bigint: { type: 'INT64' },
  string: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
  date: {
    type: 'INT64',
    converted_type: 'TIMESTAMP_MILLIS',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
  },
  binary: { type: 'BYTE_ARRAY' },
  null: { type: 'INT32', logical_type: { type: 'NULL' } },
}
