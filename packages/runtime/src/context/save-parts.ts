import { node, type JobSpec, type NarrowNode, type S3Options, type SaveSpec } from '@atomic-ts/core/internal'
import type { Driver } from '../driver/driver.ts'
import { extensionOf } from '../files/compression-of.ts'
import { fileSystemOf } from '../files/file-system.ts'
import type { WrittenPart } from '../files/output.ts'
import type { WriteParams } from '../files/write-part.ts'
import { discardOnSignal } from './discard-on-signal.ts'
import type { JobScope } from './job-scope.ts'

/** Runs a job whose tasks write part files, and commits them: all at once, one attempt of each. */
export async function saveParts(
  driver: Driver,
  scope: JobScope,
  job: Omit<JobSpec, 'sink'>,
  spec: SaveSpec & { readonly s3: S3Options | undefined },
): Promise<void> {
  driver.checkRunning(job)
  const { path, format, params = {}, tasks = [], compression, overwrite, s3 } = spec
  const { properties } = scope
  const extension = (spec.extension ?? '') + (compression ? extensionOf[compression] : '')
  const { partitions } = job.node
  const stopWatching = discardOnSignal()
  try {
    const begin = { partitions, extension, overwrite, at: job.at, s3 }
    const output = await fileSystemOf(path, job.at).begin(path, begin)
    try {
      const write: WriteParams = { output: output.ref, format, params, compression }
      const written = narrow(job, { op: 'writePart', tasks, params: { ...write } })
      const parts = await driver.run({ ...job, node: written, sink: { op: 'gatherRows' } }, properties)
      await output.commit(parts.flat() as WrittenPart[])
    } catch (error) {
      await output.discard()
      throw error
    }
  } finally {
    stopWatching()
  }
}

function narrow(
  { node: parent, op, at }: Omit<JobSpec, 'sink'>,
  step: NarrowNode['steps'][number],
): NarrowNode {
  return node<NarrowNode>({ kind: 'narrow', op, at, partitions: parent.partitions, parent, steps: [step] })
}
