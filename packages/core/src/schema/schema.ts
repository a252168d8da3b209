/** The type of an element as the build step derived it; `any` is a row that travels as msgpack. */
export type Schema =
  | { readonly kind: 'float64' | 'utf8' | 'int64' | 'bool' | 'timestamp' | 'binary' | 'null' | 'any' }
  | { readonly kind: 'list'; readonly of: Schema }
  | { readonly kind: 'nullable'; readonly of: Schema }
  | { readonly kind: 'tuple'; readonly slots: readonly Schema[] }
  | { readonly kind: 'struct'; readonly fields: readonly Field[] }

/** One property of a struct. An optional property has a nullable schema and `optional: true`. */
export interface Field {
  readonly name: string
  readonly schema: Schema
  readonly optional?: boolean
}

/** Prints a schema on one line: `list<struct<name: utf8, age?: float64>>`. */
export function printSchema(schema: Schema): string {
  switch (schema.kind) {
    case 'list':
      return `list<${printSchema(schema.of)}>`
    case 'nullable':
      return `nullable<${printSchema(schema.of)}>`
    case 'tuple':
      return `tuple<${schema.slots.map(printSchema).join(', ')}>`
    case 'struct':
      return `struct<${schema.fields.map(printField).join(', ')}>`
    default:
      return schema.kind
  }
}

function printField({ name, schema, optional }: Field): string {
  return `${name}${optional ? '?' : ''}: ${printSchema(schema)}`
}
