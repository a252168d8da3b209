import { KeyMap } from '@atomic-ts/core/internal'
import type { Column } from '../../columns/column.ts'
import { slice } from '../../columns/gather.ts'
import { rowsOf } from '../../columns/rows-of.ts'
import type { FileBlock } from '../../shuffle/block-ref.ts'
import { RunFile } from '../../shuffle/run-file.ts'
import type { DiskEnv } from './cut-by-key.ts'
import { writeRows } from './write-rows.ts'
import { ValueFile, valuesOnDisk } from './values-on-disk.ts'

/** So many values are in memory at a time when an array on disk is gone through. */
const valuesOfBlock = 4096

/** Groups pairs of which there are few keys and many values: `[key, [values of input 0, …]]`, with the values on disk. */
export function groupsOnDisk(inputs: readonly Iterable<Column>[], env: DiskEnv): [unknown, unknown[][]][] {
  const file = new RunFile(env.scratch, 'values')
  try {
    const groups = new KeyMap<FileBlock[][]>()
    for (const [input, columns] of inputs.entries()) {
      for (const column of columns) {
        for (let at = 0; at < column.length; at += valuesOfBlock) {
          const pairs = rowsOf(slice(column, at, Math.min(at + valuesOfBlock, column.length)))
          write(pairs as [unknown, unknown][], input)
        }
      }
    }
    file.close()
    const kept = new ValueFile(file.path)
    return groups.pairs().map(([key, blocks]) => [key, blocks.map((each) => valuesOnDisk(kept, each))])

    function write(pairs: readonly [unknown, unknown][], input: number): void {
      const values = new KeyMap<unknown[]>()
      for (const [key, value] of pairs) (values.find(key) ?? values.set(key, [])).value.push(value)
      for (const [key, ofKey] of values.pairs()) {
        const blocks =
          groups.find(key) ??
          groups.set(
            key,
            inputs.map(() => []),
          )
        blocks.value[input]?.push(...writeRows(file, ofKey, env.room))
      }
    }
  } catch (error) {
    file.discard()
    throw error
  }
}
