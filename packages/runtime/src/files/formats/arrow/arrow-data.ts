import {
  Binary,
  Bool,
  Data,
  Float64,
  Int32,
  Int64,
  type List,
  makeData,
  Null,
  type Struct,
  type Timestamp,
  Utf8,
} from 'apache-arrow'
import { isListKind, isStructKind, type ColumnKind } from '@atomic-ts/core/internal'
import { arrowTypeOf } from './arrow-type.ts'

/**
 * A column's values as Arrow keeps them in memory. The library's builders count nulls wrong in nested columns, and are slow.
 * @param values that fit the kind, and `null`
 */
export function arrowData(kind: ColumnKind, values: readonly unknown[]): Data {
  const { length } = values
  const nulls = nullsOf(values)
  if (isListKind(kind)) {
    const lists = values as readonly (readonly unknown[] | null)[]
    const valueOffsets = offsetsOf(lists, (list) => list.length)
    const child = arrowData(
      kind[0],
      lists.flatMap((list) => list ?? []),
    )
    return makeData({ type: arrowTypeOf(kind) as List, length, ...nulls, valueOffsets, child })
  }
  if (isStructKind(kind)) {
    const rows = values as readonly (Readonly<Record<string, unknown>> | null)[]
    const children = Object.entries(kind).map(([name, of]) =>
      arrowData(
        of,
        rows.map((row) => row?.[name] ?? null),
      ),
    )
    return makeData({ type: arrowTypeOf(kind) as Struct, length, ...nulls, children })
  }
  return scalars[kind](values, nulls)
}

/** Which of the values are `null`. */
interface Nulls {
  readonly nullCount: number
  readonly nullBitmap?: Uint8Array
}

function nullsOf(values: readonly unknown[]): Nulls {
  const nullCount = values.reduce((count: number, value) => count + (value === null ? 1 : 0), 0)
  return nullCount === 0 ? { nullCount } : { nullCount, nullBitmap: bits(values, (value) => value !== null) }
}

const scalars: Readonly<
  Record<Extract<ColumnKind, string>, (values: readonly unknown[], nulls: Nulls) => Data>
> = {
  null: ({ length }) => new NullData(length),
  boolean: (values, nulls) =>
    makeData({
      type: new Bool(),
      length: values.length,
      ...nulls,
      data: bits(values, (value) => value === true),
    }),
  number: (values, nulls) =>
    makeData({ type: new Float64(), ...nulls, data: Float64Array.from(values, (value) => Number(value)) }),
  int32: (values, nulls) =>
    makeData({ type: new Int32(), ...nulls, data: Int32Array.from(values, (value) => Number(value)) }),
  bigint: (values, nulls) =>
    makeData({
      type: new Int64(),
      ...nulls,
      data: BigInt64Array.from(values as readonly bigint[], (value) => value ?? 0n),
    }),
  date: (values, nulls) =>
    makeData({
      type: arrowTypeOf('date') as Timestamp,
      ...nulls,
      data: BigInt64Array.from(values as readonly (Date | null)[], (value) => BigInt(value?.getTime() ?? 0)),
    }),
  string: (values, nulls) => {
    const texts = (values as readonly (string | null)[]).map((text) =>
      text === null ? null : Buffer.from(text),
    )
    return makeData({ type: new Utf8(), ...nulls, ...bytesOf(texts) })
  },
  binary: (values, nulls) =>
    makeData({ type: new Binary(), ...nulls, ...bytesOf(values as readonly (Uint8Array | null)[]) }),
}

function bytesOf(values: readonly (Uint8Array | null)[]): {
  readonly valueOffsets: Int32Array
  readonly data: Uint8Array
} {
  const valueOffsets = offsetsOf(values, (bytes) => bytes.length)
  return { valueOffsets, data: Buffer.concat(values.filter((bytes) => bytes !== null)) }
}

/** Where each value begins among all, and where the last one ends. */
function offsetsOf<V>(values: readonly (V | null)[], lengthOf: (value: V) => number): Int32Array {
  const offsets = new Int32Array(values.length + 1)
  let end = 0
  for (const [i, value] of values.entries()) offsets[i + 1] = end += value === null ? 0 : lengthOf(value)
  if (end > 0x7fffffff)
    throw new RangeError('A record batch has more than 2 GB of text or binary in a column.')
  return offsets
}

/** A bit for each value, padded as Arrow wants it. */
function bits(values: readonly unknown[], is: (value: unknown) => boolean): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(values.length / 64) * 8)
  for (const [i, value] of values.entries())
    if (is(value)) bytes[i >> 3] = (bytes[i >> 3] ?? 0) | (1 << (i & 7))
  return bytes
}

/** Nothing but nulls. The library, when it cuts this out of a list, forgets that each of them is one. */
class NullData extends Data<Null> {
  constructor(length: number) {
    super(new Null(), 0, length, length)
  }

  override slice(_offset: number, length: number): NullData {
    return new NullData(length)
  }
}
