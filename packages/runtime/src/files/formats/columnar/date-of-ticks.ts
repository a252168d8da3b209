import { malformed } from '../malformed.ts'

/** How times become dates. */
export interface DateReading {
  /** The file, and the column if it is known, for error messages. */
  readonly path: string
  readonly column?: string | undefined
  /** Whether times are cut to milliseconds, rather than refused. */
  readonly lossy: boolean
}

/** The units of times, and how many milliseconds or parts of one each is. */
const units = { s: [1000n, 1n], ms: [1n, 1n], µs: [1n, 1000n], ns: [1n, 1_000_000n] } as const

/**
 * The date of a time since 1970.
 * @throws ATOMIC5008 when a Date does not hold it
 */
export function dateOfTicks(
  ticks: bigint,
  unit: keyof typeof units,
  { path, column, lossy }: DateReading,
): Date {
  const [times, parts] = units[unit]
  const rest = ticks % parts
  if (rest !== 0n && !lossy) {
    throw malformed(
      path,
      ` holds a time${inColumn(column)} that is finer than the milliseconds of a Date: ${ticks} ${unit} since 1970.`,
      'Ask for { lossy: true } to cut times to milliseconds, or name the other columns.',
    )
  }
  const date = new Date(Number((ticks * times) / parts) - (rest < 0n ? 1 : 0))
  if (!Number.isNaN(date.getTime())) return date
  throw malformed(
    path,
    ` holds a time${inColumn(column)} beyond the year 275760, where Dates end: ${ticks} ${unit} since 1970.`,
    'Name the other columns, or convert it where the file is written.',
  )
}

function inColumn(column: string | undefined): string {
  return column === undefined ? '' : ` in the column ${column}`
}
