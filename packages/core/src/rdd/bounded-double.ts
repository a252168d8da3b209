/** An estimate with the bounds that hold it with a confidence. */
export interface BoundedDouble {
  /** The estimate. */
  readonly mean: number
  /** How likely the true value is within the bounds: 1 for an exact answer, 0 when nothing is known yet. */
  readonly confidence: number
  /** The least that the true value may be, as likely as `confidence` says. */
  readonly low: number
  /** The greatest that it may be. */
  readonly high: number
}

/** The answer of an approximate action: what was known at its timeout, and what will be known at the end. */
export interface PartialResult<R> {
  /** The estimate at the timeout, or the exact answer when the job was done by then. */
  readonly initialValue: R
  /** Whether the initial value is exact. */
  readonly isInitialValueFinal: boolean
  /** The exact answer, once the job is done; it rejects when the job fails or is cancelled. */
  readonly finalValue: Promise<R>
  /** Cancels the rest of the job: nothing more is computed, and `finalValue` rejects with ATOMIC3005. */
  readonly cancel: (reason?: unknown) => void
}
