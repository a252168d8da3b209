import { cases as barrier } from './barrier.ts'
import { cases as cartesian } from './cartesian.ts'
import { cases as coalesce } from './coalesce.ts'
import { cases as coalescer } from './coalescer.ts'
import { cases as map } from './map.ts'
import { cases as mapPartitions } from './map-partitions.ts'
import { cases as prune } from './prune.ts'
import { cases as sample } from './sample.ts'
import { cases as union } from './union.ts'
import { cases as zip } from './zip.ts'
import { cases as zipWithIndex } from './zip-with-index.ts'
import type { Family } from '../case.ts'

export const narrow: Family = {
  name: 'narrow',
  cases: [
    ...barrier,
    ...cartesian,
    ...coalesce,
    ...coalescer,
    ...map,
    ...mapPartitions,
    ...prune,
    ...sample,
    ...union,
    ...zip,
    ...zipWithIndex,
  ],
}
