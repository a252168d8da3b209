import type { Rows } from '../../columns/column.ts'
import { concat } from '../../columns/concat.ts'
import type { FileBlock } from '../../shuffle/block-ref.ts'
import type { RunFile } from '../../shuffle/run-file.ts'
import type { DiskEnv } from './cut-by-key.ts'
import { groupsOnDisk } from './groups-on-disk.ts'
import { columnsOf, partsOf } from './parts.ts'

/** How inputs that fit become records. */
type InMemory = (inputs: readonly Rows[]) => Iterable<Rows>

/** For each two pairs of one key `[key, [left, right]]`, of inputs that were cut by their keys. */
export function* joinOnDisk(inputs: readonly RunFile[], join: InMemory, env: DiskEnv): Iterable<Rows> {
  for (const { inputs: parts, fits } of partsOf(inputs, 'pair', env)) {
    const [left = [], right = []] = parts
    if (fits) yield* join([whole(left, env), whole(right, env)])
    // A join of the pieces of both sides, each with each, is the join of the sides.
    else
      for (const ofLeft of columnsOf(left, env)) {
        for (const ofRight of columnsOf(right, env)) yield* join([ofLeft, ofRight])
      }
  }
}

/** For each key what becomes of the values of every input, of inputs that were cut by their keys. */
export function* cogroupOnDisk(
  inputs: readonly RunFile[],
  cogroup: InMemory,
  ofGroups: (groups: [unknown, unknown[][]][]) => Iterable<Rows>,
  env: DiskEnv,
): Iterable<Rows> {
  for (const { inputs: parts, fits } of partsOf(inputs, 'pair', env)) {
    if (fits) yield* cogroup(parts.map((blocks) => whole(blocks, env)))
    else
      yield* ofGroups(
        groupsOnDisk(
          parts.map((blocks) => columnsOf(blocks, env)),
          env,
        ),
      )
  }
}

function whole(blocks: readonly FileBlock[], env: DiskEnv): Rows {
  return concat([...columnsOf(blocks, env)])
}
