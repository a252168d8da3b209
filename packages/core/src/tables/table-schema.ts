/** The columns of a table, by name. */
export interface TableSchema {
  readonly [column: string]: ColumnKind
}

/**
 * What a column holds, beside `null`: `number` is a double of 64 bits, `bigint` an integer of 64, `date` milliseconds in
 * UTC, `binary` a `Uint8Array`, `null` nothing else; `[kind]` is a list, and an object a struct of fields.
 */
export type ColumnKind =
  | 'boolean'
  | 'number'
  | 'int32'
  | 'bigint'
  | 'string'
  | 'date'
  | 'binary'
  | 'null'
  | readonly [ColumnKind]
  | TableSchema

/** True for the kind of a struct. */
export function isStructKind(kind: ColumnKind): kind is TableSchema {
  return typeof kind === 'object' && !isListKind(kind)
}

/** True for the kind of a list. */
export function isListKind(kind: ColumnKind): kind is readonly [ColumnKind] {
  return Array.isArray(kind)
}

/** A kind as text: `{ id: bigint, tags: [string] }`. */
export function printKind(kind: ColumnKind): string {
  if (isListKind(kind)) return `[${printKind(kind[0])}]`
  if (!isStructKind(kind)) return kind
  const fields = Object.entries(kind).map(([name, of]) => `${name}: ${printKind(of)}`)
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`
}
