import type { Compression, FileRef } from './file-ref.ts'

/** Where a source node's records come from; one split for each partition. */
export type Source =
  | { readonly kind: 'parallelize'; readonly splits: readonly BlockSplit[] }
  | { readonly kind: 'range'; readonly splits: readonly RangeSplit[] }
  | { readonly kind: 'textFile'; readonly splits: readonly TextSplit[] }
  /** Descriptions, encoded, of what the next step opens. */
  | { readonly kind: 'splits'; readonly splits: readonly BlockSplit[] }

/** Encoded records that the driver holds. */
export interface BlockSplit {
  readonly bytes: Uint8Array
}

/** The numbers `start + i * step` for `i` below `count`. */
export interface RangeSplit {
  readonly start: number
  readonly step: number
  readonly count: number
}

/** The lines of a file that start in bytes `start` to `end`; of a compressed one, all of them. */
export interface TextSplit {
  readonly file: FileRef
  readonly start: number
  readonly end: number
  readonly compression?: Compression
}
