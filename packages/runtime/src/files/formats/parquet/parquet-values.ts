import type { ParquetParsers } from 'hyparquet'
import { dateOfTicks } from '../columnar/date-of-ticks.ts'
import { utf8Text } from '../columnar/utf8-text.ts'
import { malformed } from '../malformed.ts'

/** What becomes of values for which JavaScript has no one form. */
export interface ParquetValues {
  /** Integers of 64 bits as bigints, or as numbers, of which those beyond 2^53 are refused. */
  readonly int64?: 'bigint' | 'number' | undefined
  /** Whether times are cut to milliseconds and decimals rounded to doubles, rather than refused. */
  readonly lossy?: boolean | undefined
}

/**
 * Makes values that keep all that the file says.
 * @param column the one that is read, for error messages
 */
export function parsersFor(
  path: string,
  { lossy = false }: ParquetValues,
  column: () => string | undefined,
): Partial<ParquetParsers> {
  const date = (ticks: bigint | number, unit: 'ms' | 'µs' | 'ns'): Date =>
    dateOfTicks(BigInt(ticks), unit, { path, column: column(), lossy })
  return {
    stringFromBytes: utf8Text,
    jsonFromBytes: (bytes): unknown => JSON.parse(utf8Text(bytes)),
    dateFromDays: (days) => date(days * 86_400_000, 'ms'),
    timestampFromMilliseconds: (ticks) => date(ticks, 'ms'),
    timestampFromMicroseconds: (ticks) => date(ticks, 'µs'),
    timestampFromNanoseconds: (ticks) => date(ticks, 'ns'),
  }
}

/** A value as records hold it: `null` for what is missing, arrays for lists, and integers as asked for. */
export function finishValue(path: string, { int64 = 'bigint' }: ParquetValues): (value: unknown) => unknown {
  const asNumber = int64 === 'number'
  return finish

  function finish(value: unknown): unknown {
    if (value === undefined) return null
    if (typeof value === 'bigint') return asNumber ? numberOf(value) : value
    if (typeof value !== 'object' || value === null || value instanceof Date) return value
    if (value instanceof Uint8Array) return value
    if (Array.isArray(value)) return value.map(finish)
    if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<unknown>, finish)
    for (const [name, of] of Object.entries(value)) {
      const finished = finish(of)
      if (finished !== of) Reflect.set(value, name, finished)
    }
    return value
  }

  function numberOf(value: bigint): number {
    const number = Number(value)
    if (Number.isSafeInteger(number)) return number
    throw malformed(
      path,
      ` holds the integer ${value}, which is no exact number.`,
      "Leave out int64: 'number'.",
    )
  }
}
