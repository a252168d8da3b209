import { checkFileRef } from './check-file-ref.ts'
import { programTableFields } from './check-program-table.ts'
import { checkPipeline, checkStep } from './check-plan.ts'
import { checkPlaces, checkTaskKey } from './check-references.ts'
import { keyFields } from './check-stored.ts'
import type { GangLaunch, InputPart, SourcePart, ToWorker, WireSplit } from './messages.ts'
import { count, dictionary, flag, later, list, Misfit, nothing, number, optional } from './shape.ts'
import { shape, text, variants, word, type Check } from './shape.ts'

const task = checkTaskKey

const split: Check<WireSplit> = variants<WireSplit>({
  block: { block: count, of: optional(shape<SourcePart>({ node: count, partition: count })) },
  kept: { node: count, partition: count },
  splits: { block: count },
  range: { start: number, step: number, count },
  textFile: {
    file: checkFileRef,
    start: count,
    end: count,
    compression: optional(word({ gzip: 'gzip', zstd: 'zstd' })),
  },
  outputs: { shuffle: text, epoch: count, partition: count },
  // What an executor makes of the one above, with paths of its own.
  shuffle: { shuffle: text, blocks: nothing, from: nothing },
  inputs: {
    parts: list(shape<InputPart>({ input: count, index: count, split: later(() => split) })),
  },
})

const message = variants<ToWorker>({
  load: programTableFields,
  stage: { program: count, pipelines: list(checkPipeline), sink: checkStep },
  outputs: { shuffle: text, epoch: count, places: checkPlaces },
  forgetOutputs: { shuffle: text, epoch: count },
  launch: {
    task,
    program: count,
    pipeline: count,
    index: count,
    split,
    attemptId: count,
    partitions: count,
    properties: optional(dictionary(text)),
    gang: optional(shape<GangLaunch>({ slots: list(count), recompute: list(count) })),
  },
  cancel: { task },
  askBack: {},
  forget: { program: count },
  unpersist: { rdd: count, answers: flag },
  replicate: keyFields,
  broadcast: { id: count, checksums: list(count) },
  forgetBroadcast: { id: count },
  files: { folder: text },
  synced: { task, problem: optional(text) },
  stop: {},
})

/**
 * What a driver said, when it is a message that a worker can take.
 *
 * @param blocks How many blocks ride beside it.
 * @throws Misfit with the path to the part that is none
 */
export function checkToWorker(value: unknown, blocks: number): ToWorker {
  const checked = message(value)
  if (checked.kind === 'launch') checkSplit(checked.split, blocks)
  if (checked.kind === 'broadcast' && checked.checksums.length !== blocks)
    throw new Misfit('as many as there are blocks').under('checksums')
  return checked
}

function checkSplit(each: WireSplit, blocks: number): void {
  if (each.kind === 'block' || each.kind === 'splits') checkBlock(each.block, blocks)
  else if (each.kind === 'inputs') for (const part of each.parts) checkSplit(part.split, blocks)
}

function checkBlock(block: number, blocks: number): void {
  if (block >= blocks) throw new Misfit(`a block below ${blocks}`).under('split')
}
