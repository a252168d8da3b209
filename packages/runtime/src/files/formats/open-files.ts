import type { FileRef, TextSplit } from '@atomic-ts/core/internal'
import type { Effect } from '../../effects/effect.ts'
import { currentAttempt } from '../../task/attempt.ts'
import { readWhole } from '../file-system.ts'
import type { RandomAccess } from './random-access.ts'
import type { SourceFormat, SourceReading } from './source-format.ts'

/** The constants of a step that opens files. */
export interface OpenParams {
  readonly format: string
  readonly options: Readonly<Record<string, unknown>>
}

/** Gives the records of the parts of files that come as records. */
export function openFiles(params: object): Effect {
  const { format, options } = params as OpenParams
  return async function* (splits, signal) {
    const open = await sourceFormat(format)
    const counts = currentAttempt()?.counts.input ?? { bytesRead: 0, recordsRead: 0 }
    for await (const chunk of splits as AsyncIterable<readonly TextSplit[]>) {
      for (const split of chunk) {
        for await (const records of open(split, options, { counts })) {
          signal.throwIfAborted()
          if (records.length > 0) yield records
        }
      }
    }
  }
}

async function sourceFormat(name: string): Promise<SourceFormat> {
  const load = formats[name]
  if (!load) throw new TypeError(`No format of files is called ${name}.`)
  return load()
}

/** What a format needs is loaded when a task first opens it. */
const formats: Readonly<Record<string, () => Promise<SourceFormat>>> = {
  wholeText: async () => (await import('./text/read-whole-text.ts')).readWholeText,
  binary: async () => (await import('./binary/read-binary.ts')).readBinaryFile,
  binaryRecords: async () => withOptions((await import('./binary/read-binary.ts')).readBinaryRecords),
  jsonLines: async () => withOptions((await import('./json/read-json-lines.ts')).readJsonLines),
  csv: async () => withOptions((await import('./csv/read-csv.ts')).readCsv),
  checkpoint: async () => container((await import('./checkpoint/read-checkpoint.ts')).readCheckpoint),
  object: async () => container((await import('./object/read-object-file.ts')).readObjectFile),
  parquet: async () => container((await import('./parquet/read-parquet.ts')).readParquet),
  arrow: async () => container((await import('./arrow/read-arrow.ts')).readArrow),
}

/** A format whose options the driver has checked. */
function withOptions(
  read: (split: TextSplit, options: never, reading: SourceReading) => AsyncIterable<unknown[]>,
): SourceFormat {
  return (split, options, reading) => read(split, options as never, reading)
}

/** A format that finds the blocks of a split by an index in the file. */
function container(
  read: (
    file: RandomAccess,
    range: { start: number; end: number },
    options: never,
  ) => AsyncIterable<unknown[]>,
): SourceFormat {
  return async function* ({ file, start, end }, options, { counts }) {
    for await (const records of read(randomAccess(file, counts), { start, end }, options as never)) {
      counts.recordsRead += records.length
      yield records
    }
  }
}

function randomAccess(file: FileRef, counts: { bytesRead: number }): RandomAccess {
  const { path, size } = file
  return {
    path,
    size,
    read(start, end) {
      counts.bytesRead += end - start
      return readWhole(file, start, end)
    },
  }
}
