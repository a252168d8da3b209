import type { Vector } from 'apache-arrow'
import { type Data, type DataType, makeVector, TimeUnit, Type } from 'apache-arrow'
import { dateOfTicks } from '../columnar/date-of-ticks.ts'
import { malformed } from '../malformed.ts'
import { bytesIn, textsIn } from './bytes-in.ts'

/** What becomes of values for which JavaScript has no one form. */
export interface ArrowValues {
  /** Integers of 64 bits as bigints, or as numbers, of which those beyond 2^53 are refused. */
  readonly int64?: 'bigint' | 'number' | undefined
  /** Whether times are cut to milliseconds, rather than refused. */
  readonly lossy?: boolean | undefined
}

/** The values of a vector, as records hold them: `null` for what is missing, arrays for lists, objects for structs. */
export function arrowValues(
  path: string,
  column: string,
  options: ArrowValues,
): (vector: Vector) => unknown[] {
  const { int64 = 'bigint', lossy = false } = options
  return valuesOf

  function valuesOf(vector: Vector): unknown[] {
    switch (vector.type.typeId as Type) {
      case Type.Null:
        return Array.from({ length: vector.length }, () => null)
      case Type.Int:
        return each(vector, (value) =>
          typeof value === 'bigint' && int64 === 'number' ? numberOf(value) : value,
        )
      case Type.Bool:
      case Type.Float:
        return each(vector, (value) => value)
      case Type.Utf8:
      case Type.LargeUtf8:
      case Type.Utf8View:
        return textsIn(vector)
      case Type.Binary:
      case Type.LargeBinary:
      case Type.BinaryView:
        return bytesIn(vector)
      case Type.FixedSizeBinary:
        return each(vector, (value) => (value as Uint8Array).slice())
      case Type.Date:
        return each(vector, (value) => dateOf(BigInt(Number(value)), TimeUnit.MILLISECOND))
      case Type.Timestamp:
        return timesOf(vector)
      case Type.Dictionary:
        return dictionaryOf(vector)
      case Type.List:
      case Type.LargeList:
      case Type.FixedSizeList:
        return each(vector, (value) => valuesOf(value as Vector))
      case Type.Struct:
        return structsOf(vector)
      case Type.Map:
        return mapsOf(vector)
      default:
        throw unreadable(vector)
    }
  }

  function unreadable({ type }: Vector): Error {
    return malformed(
      path,
      ` has the column ${column} of type ${String(type)}, for which there is no JavaScript value.`,
      'Convert it where the file is written, or name the other columns.',
    )
  }

  // Maps are objects, whose keys are text.
  function mapsOf(vector: Vector): unknown[] {
    return vector.data.flatMap((data: Data) => {
      const pairs = makeVector(data.children[0] as Data)
      const [keys, values] = [pairs.getChildAt(0), pairs.getChildAt(1)]
      if (!keys || !values || !isText(keys)) throw unreadable(vector)
      const [names, held] = [valuesOf(keys), valuesOf(values)]
      const offsets = data.valueOffsets as Int32Array
      return Array.from({ length: data.length }, (_, i) => {
        if (!data.getValid(i)) return null
        const [from, to] = [offsets[i] ?? 0, offsets[i + 1] ?? 0]
        return Object.fromEntries(names.slice(from, to).map((name, j) => [name, held[from + j]]))
      })
    })
  }

  function structsOf(vector: Vector): unknown[] {
    const fields = (vector.type as DataType & { children: { name: string }[] }).children
    const columns = fields.map(({ name }, i) => {
      const child = vector.getChildAt(i)
      return { name, values: child ? valuesOf(child) : [] }
    })
    return Array.from({ length: vector.length }, (_, row) =>
      vector.isValid(row) ? Object.fromEntries(columns.map(({ name, values }) => [name, values[row]])) : null,
    )
  }

  // The values of a dictionary are made once, not for each record.
  function dictionaryOf(vector: Vector): unknown[] {
    return vector.data.flatMap((data: Data) => {
      const known = data.dictionary ? valuesOf(data.dictionary) : []
      const indices = data.values as ArrayLike<number | bigint>
      return Array.from({ length: data.length }, (_, i) =>
        data.getValid(i) ? at(known, Number(indices[i])) : null,
      )
    })
  }

  function timesOf(vector: Vector): unknown[] {
    const unit = (vector.type as DataType & { unit: TimeUnit }).unit
    return vector.data.flatMap((data: Data) => {
      const ticks = data.values as BigInt64Array
      return Array.from({ length: data.length }, (_, i) =>
        data.getValid(i) ? dateOf(ticks[i] ?? 0n, unit) : null,
      )
    })
  }

  function dateOf(ticks: bigint, unit: TimeUnit): Date {
    return dateOfTicks(ticks, units[unit], { path, column, lossy })
  }

  function numberOf(value: bigint): number {
    const number = Number(value)
    if (Number.isSafeInteger(number)) return number
    throw malformed(
      path,
      ` holds the integer ${value} in the column ${column}, which is no exact number.`,
      "Leave out int64: 'number'.",
    )
  }
}

const units = {
  [TimeUnit.SECOND]: 's',
  [TimeUnit.MILLISECOND]: 'ms',
  [TimeUnit.MICROSECOND]: 'µs',
  [TimeUnit.NANOSECOND]: 'ns',
} as const

function each(vector: Vector, of: (value: unknown) => unknown): unknown[] {
  return Array.from({ length: vector.length }, (_, i) => {
    const value: unknown = vector.get(i)
    return value === null || value === undefined ? null : of(value)
  })
}

function isText({ type }: Vector): boolean {
  return [Type.Utf8, Type.LargeUtf8, Type.Utf8View].includes(type.typeId as Type)
}

function at(known: readonly unknown[], index: number): unknown {
  if (index >= 0 && index < known.length) return known[index]
  throw new Error(`a value is number ${index} of a dictionary of ${known.length}`)
}
