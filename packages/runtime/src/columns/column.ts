/**
 * Values that lie next to each other by their parts, as they travel: numbers as one typed array, strings as words and
 * codes or as one text, pairs and objects as a column for each part. A column is read-only, and may be a view of shared memory.
 */
export type Column = NumberColumn | WordColumn | TextColumn | TupleColumn | StructColumn | AnyColumn

/** Records, as they are or in columns. */
export type Rows = readonly unknown[] | Column

/** Records for each partition of the next stage. */
export type Buckets = readonly Rows[]

/** Numbers, in the narrowest layout that holds them all. */
export interface NumberColumn {
  readonly kind: 'numbers'
  readonly length: number
  readonly values: Numbers
}

/** The typed arrays that numbers lie in. */
export type Numbers = Integers | Float64Array

/** Those of integers of 32 bits at most. */
export type Integers = Int8Array | Int16Array | Int32Array

/** Strings of which most occur several times: `words[codes[i]]`. */
export interface WordColumn {
  readonly kind: 'words'
  readonly length: number
  /** Each word once. */
  readonly words: readonly string[]
  readonly codes: Codes
}

/** Positions of words. */
export type Codes = Integers

/** Strings as the bytes of one text. Each becomes a string when somebody reads it. */
export interface TextColumn {
  readonly kind: 'text'
  readonly length: number
  /** Where each string begins in the bytes, and behind them where the last one ends. */
  readonly starts: Int32Array
  readonly bytes: Buffer
  readonly encoding: TextEncoding
}

/** How the bytes of a text stand for its characters. Latin 1 is said of ASCII only. */
export type TextEncoding = 'latin1' | 'utf8' | 'ucs2'

/** Arrays of one length, such as pairs. */
export interface TupleColumn {
  readonly kind: 'tuple'
  readonly length: number
  readonly columns: readonly Column[]
}

/** Objects with the same properties in the same order. */
export interface StructColumn {
  readonly kind: 'struct'
  readonly length: number
  readonly names: readonly string[]
  readonly columns: readonly Column[]
}

/** Values of any other kind, as they are. */
export interface AnyColumn {
  readonly kind: 'any'
  readonly length: number
  readonly values: readonly unknown[]
}

/** Whether records lie in columns. */
export function isColumn(rows: object): rows is Column {
  return !Array.isArray(rows) && 'kind' in rows
}

/** Numbers as a column. */
export function numberColumn(values: Numbers): NumberColumn {
  return { kind: 'numbers', length: values.length, values }
}

/** Values of any kind as a column. */
export function anyColumn(values: readonly unknown[]): AnyColumn {
  return { kind: 'any', length: values.length, values }
}

/** A column of arrays with an element of each column. */
export function tupleColumn(columns: readonly Column[], length: number): TupleColumn {
  return { kind: 'tuple', length, columns }
}

/** The columns of the keys and of the values, when the column holds pairs. */
export function pairColumns(column: Column): readonly [keys: Column, values: Column] | undefined {
  if (column.kind !== 'tuple') return undefined
  const [keys, values, more] = column.columns
  return keys && values && !more ? [keys, values] : undefined
}
