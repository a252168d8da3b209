import { utf8Text } from '../columnar/utf8-text.ts'
import { malformed } from '../malformed.ts'

/** What a field of a table is, as far as it can lead a reader astray. */
export type FieldShape =
  /** Bytes in the table itself. */
  | number
  | 'text'
  | { readonly table: TableShape }
  /** Values of so many bytes each. */
  | { readonly vectorOf: number }
  | { readonly tables: () => TableShape }
  /** A table whose kind the field before it says. */
  | Union

interface Union {
  readonly union: Readonly<Record<number, TableShape>>
  readonly otherwise?: TableShape
  /** The names of kinds that cannot be read; field 0 of the table says what they are the type of. */
  readonly unknown?: Readonly<Record<number, string>>
}

/** The fields of a table, by their numbers. */
export type TableShape = readonly FieldShape[]

const deepest = 64

/**
 * Looks at the offsets and lengths of a flatbuffer, which the library takes as they come: a damaged one would have it
 * make billions of fields.
 * @param path of the file, for error messages
 * @throws Error; ATOMIC5008 for a column that nothing here can read
 */
export function checkFlatbuffer(bytes: Uint8Array, root: TableShape, path: string): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let tables = 0
  table(target(0), root, 0)

  function table(at: number, shape: TableShape, depth: number): void {
    // Every table has bytes of its own.
    if (depth > deepest || ++tables > bytes.length) throw damaged()
    const fields = at - view.getInt32(inside(at, 4), true)
    const count = view.getUint16(inside(fields, 4), true)
    inside(fields, count)
    inside(at, view.getUint16(fields + 2, true))
    const offsetOf = (field: number): number => {
      const entry = 4 + 2 * field
      return entry + 2 <= count ? view.getUint16(fields + entry, true) : 0
    }
    for (const [field, what] of shape.entries()) {
      const offset = offsetOf(field)
      if (offset === 0) continue
      if (typeof what === 'object' && 'union' in what)
        union(at + offset, what, kindBefore(field), nameOf, depth)
      else check(at + offset, what, depth)
    }

    function kindBefore(field: number): number {
      const before = offsetOf(field - 1)
      return before > 0 ? view.getUint8(inside(at + before, 1)) : 0
    }

    function nameOf(): string {
      const offset = offsetOf(0)
      const text = offset > 0 ? target(at + offset) : undefined
      return text === undefined
        ? ''
        : utf8Text(bytes.subarray(text + 4, text + 4 + view.getUint32(text, true)))
    }
  }

  function union(at: number, what: Union, kind: number, name: () => string, depth: number): void {
    const type = what.unknown?.[kind]
    if (type !== undefined) {
      throw malformed(
        path,
        ` has the column ${name()} of type ${type}, which cannot be read.`,
        'Convert it where the file is written.',
      )
    }
    table(target(at), what.union[kind] ?? what.otherwise ?? [], depth + 1)
  }

  function check(at: number, what: Exclude<FieldShape, Union>, depth: number): void {
    if (typeof what === 'number') return void inside(at, what)
    const to = target(at)
    if (what === 'text') return vector(to, 1)
    if ('vectorOf' in what) return vector(to, what.vectorOf)
    if ('table' in what) return table(to, what.table, depth + 1)
    vector(to, 4)
    const shape = what.tables()
    for (let i = 0, end = view.getUint32(to, true); i < end; i++)
      table(target(to + 4 + 4 * i), shape, depth + 1)
  }

  function vector(at: number, size: number): void {
    inside(at + 4, size * view.getUint32(inside(at, 4), true))
  }

  /** What an offset leads to. */
  function target(at: number): number {
    return inside(at + view.getUint32(inside(at, 4), true), 4)
  }

  function inside(at: number, size: number): number {
    if (at < 0 || at + size > bytes.length) throw damaged()
    return at
  }
}

function damaged(): Error {
  return new Error('its metadata points outside of itself')
}
