/**
 * Makes one value of what a function gives for the partitions, as they are done. It lives in the driver, so it may keep
 * what it has merged in a variable.
 * @inDriver
 */
export interface ApproximateEvaluator<U, R> {
  /** Takes what the function gave for a partition; called once for each. */
  merge(partition: number, result: U): void
  /** The value of what was merged so far; called at the timeout, and when every partition was merged. */
  currentResult(): R
}
