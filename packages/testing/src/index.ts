/**
 * Operations over arrays, to hold answers against, and generators of data.
 * @module @atomic-ts/testing
 */
export { distinct, groupByKey, join, reduceByKey } from './oracle/by-key.ts'
export { sameKey } from './oracle/same-key.ts'
export { anyKey, anyPairs, anyValue } from './records.ts'
export { unmatchedRecord, type Unmatched } from './same-records.ts'
