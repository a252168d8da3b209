import { AtomicError, callSite, type RangeSplit } from '@atomic-ts/core/internal'
import { checkPartitions } from './check-partitions.ts'
import { slices } from './slices.ts'

/** Numbers from a start up to but not including an end, so far apart. */
interface Range {
  readonly start: number
  readonly end: number
  readonly step: number
}

/**
 * The parts of a range, of nearly equal length.
 * @throws ATOMIC2002 when a number is no integer, or the step is 0
 */
export function rangeSplits({ start, end, step }: Range, partitions: number): RangeSplit[] {
  checkPartitions('range', partitions)
  for (const [name, value] of Object.entries({ start, end, step })) checkInteger(name, value)
  if (step === 0) throw outOfRange('range: step must not be 0.')
  const count = Math.max(0, Math.ceil((end - start) / step))
  return slices(count, partitions).map(({ from, to }) => ({
    start: start + from * step,
    step,
    count: to - from,
  }))
}

function checkInteger(name: string, value: number): void {
  if (!Number.isSafeInteger(value))
    throw outOfRange(`range: ${name} is ${String(value)}; it must be an integer.`)
}

function outOfRange(what: string): AtomicError {
  return new AtomicError('ATOMIC2002', { what, at: callSite() })
}
