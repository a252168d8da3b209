import { atomic, atomicColumnar } from './atomic.ts'
import { atomicWorkers } from './atomic-workers.ts'
import { atomicRust } from './atomic-rust.ts'
import type { Contestant } from './contestant.ts'
import { duckdb } from './duckdb.ts'
import { loop } from './loop.ts'
import { pyspark } from './pyspark.ts'
import { spark } from './spark.ts'

/** Everyone, in the order of the table. */
export const contestants: readonly Contestant[] = [
  loop,
  atomic,
  atomicColumnar,
  atomicWorkers,
  atomicRust,
  spark,
  pyspark,
  duckdb,
]
