import { AtomicError } from '../errors/atomic-error.ts'
import type { WaitingOperator } from '../operators/step.ts'
import type { ActionOptions } from '../rdd/action-options.ts'
import type { RddBase } from '../rdd/base.ts'
import type { SaveSpec } from '../rdd/job-runner.ts'

/** Writes the partition to a file of its attempt's own, and gives what commits it: the driver decides which attempt counts. */
export const writePart: WaitingOperator = { kind: 'waiting' }

/** What every save may be told. */
export interface SaveOptions extends ActionOptions {
  /** How the files are packed; not at all by default. */
  readonly compression?: 'gzip' | 'zstd' | undefined
  /**
   * Whether what exists at the path is replaced; false by default. It stays as it is until the whole output is there, and
   * where the job fails.
   */
  readonly overwrite?: boolean | undefined
}

/** Writes an RDD's records in a format: a file for each partition, all at once or not at all. */
export async function save<T>(
  rdd: RddBase<T>,
  op: string,
  spec: SaveSpec,
  { signal, compression, overwrite }: SaveOptions,
): Promise<void> {
  const at = rdd.callSite()
  checkCompression(op, compression, at)
  await rdd.runner.save({ node: rdd.lineage, op, at, signal }, { ...spec, compression, overwrite })
}

function checkCompression(op: string, compression: string | undefined, at: string): void {
  if (compression === undefined || compression === 'gzip' || compression === 'zstd') return
  throw new AtomicError('ATOMIC2005', {
    what: `${op}: the compression ${JSON.stringify(compression)} is unknown.`,
    at,
    fix: "Use 'gzip' or 'zstd', or leave it out.",
  })
}
