import type { Step } from '@atomic-ts/core/internal'
import type { Rows } from '../columns/column.ts'

/** What becomes of the values that two sides have for a key. Inner and outer joins differ in what may be missing. */
export type JoinKind =
  | { readonly kind: 'pairs'; readonly left: boolean; readonly right: boolean }
  | { readonly kind: 'subtract' }
  | { readonly kind: 'commonKeys' }

/** A key and its values on both sides. */
export type Group = readonly [key: unknown, sides: readonly (readonly unknown[])[]]

/** The join that a cogroup with this step after it is. */
export function joinKindOf(step: Step | undefined): JoinKind | undefined {
  switch (step?.op) {
    case 'joinPairs':
      return { kind: 'pairs', left: false, right: false }
    case 'outerJoinPairs':
      return { kind: 'pairs', left: step.params?.['left'] === true, right: step.params?.['right'] === true }
    case 'subtractPairs':
      return { kind: 'subtract' }
    case 'commonKeys':
      return { kind: 'commonKeys' }
    case undefined:
    default:
      return undefined
  }
}

// About as many records as a chunk has: few pauses, and never the whole product in memory.
const chunkSize = 4096

/** The records of a join, of what a cogroup gives. */
export function* joinGroups(groups: Iterable<Group>, join: JoinKind): Iterable<Rows> {
  let batch: unknown[] = []
  for (const [key, [lefts = [], rights = []]] of groups) {
    if (join.kind === 'commonKeys') {
      if (lefts.length > 0 && rights.length > 0) batch.push(key)
    } else if (join.kind === 'pairs') {
      const others = orMissing(rights, join.right)
      for (const left of orMissing(lefts, join.left)) {
        for (const right of others) {
          if (batch.push([key, [left, right]]) < chunkSize) continue
          yield batch
          batch = []
        }
      }
    } else if (rights.length === 0) {
      for (const left of lefts) {
        if (batch.push([key, left]) < chunkSize) continue
        yield batch
        batch = []
      }
    }
    if (batch.length < chunkSize) continue
    yield batch
    batch = []
  }
  yield batch
}

function orMissing(values: readonly unknown[], mayMiss: boolean): readonly unknown[] {
  return mayMiss && values.length === 0 ? [undefined] : values
}
