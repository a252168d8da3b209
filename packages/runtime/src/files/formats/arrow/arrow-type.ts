import {
  Binary,
  Bool,
  type DataType,
  Field,
  Float64,
  Int32,
  Int64,
  List,
  Null,
  Struct,
  Timestamp,
  TimeUnit,
  Utf8,
} from 'apache-arrow'
import { isListKind, isStructKind, type ColumnKind, type TableSchema } from '@atomic-ts/core/internal'

/** The fields of an Arrow schema: each may hold nulls. */
export function arrowFieldsOf(schema: TableSchema): Field[] {
  return Object.entries(schema).map(([name, kind]) => new Field(name, arrowTypeOf(kind), true))
}

/** The Arrow type of a column. */
export function arrowTypeOf(kind: ColumnKind): DataType {
  if (isListKind(kind)) return new List(new Field('item', arrowTypeOf(kind[0]), true))
  if (isStructKind(kind)) return new Struct(arrowFieldsOf(kind))
  return scalars[kind]()
}

const scalars: Readonly<Record<Extract<ColumnKind, string>, () => DataType>> = {
  boolean: () => new Bool(),
  number: () => new Float64(),
  int32: () => new Int32(),
  bigint: () => new Int64(),
  string: () => new Utf8(),
  date: () => new Timestamp(TimeUnit.MILLISECOND, 'UTC'),
  binary: () => new Binary(),
  null: () => new Null(),
}
