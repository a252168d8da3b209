import type { AnyFunction } from '@atomic-ts/core/internal'
import type { ByteSink } from './output.ts'

/** Turns a partition's records into the bytes of a part file. */
export interface RecordWriter {
  /** Takes records, in their order. */
  write(records: readonly unknown[]): void | Promise<void>
  /** There are no more records: writes what is held back. */
  end(): void | Promise<void>
}

/** Begins a part file. */
export type PartFormat = (out: ByteSink, params: PartParams, tasks: readonly AnyFunction[]) => RecordWriter

/** Constants of a format. */
export type PartParams = Readonly<Record<string, unknown>>

/** The format of a name. What it needs is loaded when a task first uses it. */
export async function partFormat(name: string): Promise<PartFormat> {
  const load = formats[name]
  if (!load) throw new TypeError(`No format of part files is called ${name}.`)
  return load()
}

const formats: Readonly<Record<string, () => Promise<PartFormat>>> = {
  text: async () => (await import('./text-format.ts')).textFormat,
}
