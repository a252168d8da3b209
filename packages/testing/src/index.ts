export { distinct, groupByKey, join, reduceByKey } from './oracle/by-key.ts'
export { sameKey } from './oracle/same-key.ts'
export { anyKey, anyPairs, anyValue } from './records.ts'
export { unmatchedRecord } from './same-records.ts'
