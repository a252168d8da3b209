import type { ParquetParsers } from 'hyparquet'
import { malformed } from '../malformed.ts'

/** What becomes of values for which JavaScript has no one form. */
export interface ParquetValues {
  /** Integers of 64 bits as bigints, or as numbers, of which those beyond 2^53 are refused. */
  readonly int64?: 'bigint' | 'number' | undefined
  /** Whether times are cut to milliseconds and decimals rounded to doubles, rather than refused. */
  readonly lossy?: boolean | undefined
}

/** Refuses to lose what a Date cannot hold. */
export function parsersFor(path: string, { lossy = false }: ParquetValues): Partial<ParquetParsers> {
  return {
    timestampFromMicroseconds: (micros) => dateOf(micros, 1000n),
    timestampFromNanoseconds: (nanos) => dateOf(nanos, 1_000_000n),
  }

  function dateOf(ticks: bigint | null | undefined, perMillisecond: bigint): Date | undefined {
    if (ticks === null || ticks === undefined) return undefined
    const rest = ticks % perMillisecond
    if (rest !== 0n && !lossy) {
      throw malformed(
        path,
        ` holds a time that is finer than the milliseconds of a Date: ${ticks} ${perMillisecond === 1000n ? 'µs' : 'ns'} since 1970.`,
        'Ask for { lossy: true } to cut times to milliseconds, or name the other columns.',
      )
    }
    const floor = rest < 0n ? ticks / perMillisecond - 1n : ticks / perMillisecond
    return new Date(Number(floor))
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
