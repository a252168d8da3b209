import { batches } from '../batches.ts'
import type { Group, JoinKind } from '../join-kinds.ts'

/**
 * Groups with values on disk, in pieces that have room. The pairs of the pieces of both sides, each with each, are those of
 * the sides, and no value is read again for every single one of the other side.
 */
export function* inPieces(groups: Iterable<Group>, join: JoinKind): Iterable<Group> {
  for (const group of groups) {
    const [key, [lefts = [], rights = []]] = group
    if (join.kind !== 'pairs' || lefts.length === 0 || rights.length === 0) {
      yield group
      continue
    }
    for (const ones of batches(lefts)) {
      if (ones.length === 0) continue
      for (const others of batches(rights)) if (others.length > 0) yield [key, [ones, others]]
    }
  }
}
